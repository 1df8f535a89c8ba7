"""How much the finder finds in whole texts, how much of what it marks is right, and whether all names fare alike."""

from collections import Counter

import pytest

from kit.privacy.identifiers import Certainty, Flag, find
from tests.kit.privacy.annotated import KINDS_OF_NAMES, AnnotatedText, Mark, texts

PART = "seen"
BY_CONTEXT = {"address", "named_place_or_organisation", "small_place", "rare_event"}
FIRST_OF_LATER_HANDS, FIRST_OF_LATEST_HANDS = 200, 750
OVERLAP = 0.5  # of a passage's characters

ORIGINS = {
    "british_irish": ["Kevin", "Siobhan", "Gareth", "Maureen", "Callum", "Bronagh", "Darragh", "Lynsey"],
    "south_asian": ["Priya", "Imran", "Harpreet", "Shabnam", "Rajesh", "Nasreen", "Kuldip", "Nazmul"],
    "west_african": ["Kelechi", "Folasade", "Kwabena", "Akosua", "Ifeanyi", "Temitope", "Ebrima", "Fatou"],
    "east_african": ["Abdirahman", "Hodan", "Tesfaye", "Selam", "Wanjiku", "Farhiya", "Mebrat", "Liban"],
    "east_european": ["Zbigniew", "Agnieszka", "Ionuț", "Mihaela", "Oleksandr", "Živilė", "Zlatka", "Blerta"],
    "arabic_turkish_kurdish": [
        "Mehmet",
        "Rojda",
        "Mustafa",
        "Zeynep",
        "Karwan",
        "Fatima",
        "Dlovan",
        "Hatice",
    ],
    "chinese_vietnamese": ["Xiuying", "Meiling", "Nguyễn", "Tuyết", "Zhang", "Huong", "Jianhua", "Thuy"],
    "caribbean": ["Delroy", "Shanice", "Tanisha", "Marva", "Winston", "Claudette", "Kadeem", "Ionie"],
    "portuguese_spanish": [
        "João",
        "Xiomara",
        "Lurdes",
        "Graciela",
        "Thiago",
        "Conceição",
        "Edivaldo",
        "Ivone",
    ],
}
SURNAMES = {
    "british_irish": ["Duxbury", "Hargreaves", "O'Hare", "McGlynn"],
    "south_asian": ["Chowdhury", "Bains", "Sivakumaran", "Qureshi"],
    "west_african": ["Okafor", "Owusu", "Adeyemi", "Jalloh"],
    "east_african": ["Warsame", "Mwangi", "Gebremariam", "Okello"],
    "east_european": ["Kowalczyk", "Petrauskas", "Ciobanu", "Shevchenko"],
    "arabic_turkish_kurdish": ["Yildirim", "Barzani", "Haddad", "Rezai"],
    "chinese_vietnamese": ["Cheung", "Huang", "Trinh", "Zhou"],
    "caribbean": ["Pinnock", "Lascelles", "Bucknor", "Cargill"],
    "portuguese_spanish": ["Gonçalves", "Teixeira", "Restrepo", "Quintero"],
}
MESSAGES = [
    "hi {} u in?",
    "soz {} running late",
    "{} n me are here",
    "tell {} i rang",
    "ok thx {}",
    "wheres {}",
    "{} not in, try l8r",
]
SENTENCES = [
    "We talked about {} again last week.",
    "{} has no bed tonight and is tired.",
    "The ward told {} to come back.",
    "It helped that {} and the team had met before.",
    "Her flat is cold, and {}'s heating is off.",
]


def group(text: AnnotatedText, mark: Mark) -> str:
    """Which of the targets a mark counts for."""
    if mark.kind in KINDS_OF_NAMES:
        passage = text.text[mark.start : mark.end]
        return "capitalised names" if passage != passage.lower() else "lower-case names"
    return "by context" if mark.kind in BY_CONTEXT else "formatted"


def hands(text: AnnotatedText) -> str:
    """Who wrote a text: those that the finder was made with, those that came fresh to it, or the last of them."""
    number = int(text.name[:3])
    if number >= FIRST_OF_LATEST_HANDS:
        return "latest hands"
    return "first hands" if number < FIRST_OF_LATER_HANDS else "later hands"


def is_found(mark: Mark, flags: list[Flag]) -> bool:
    """Whether the flags cover at least half of a mark."""
    covered = sum(max(0, min(flag.end, mark.end) - max(flag.start, mark.start)) for flag in flags)
    return covered >= OVERLAP * (mark.end - mark.start)


def loud(text: str) -> list[Flag]:
    """The flags that aren't quiet."""
    return [flag for flag in find(text) if flag.certainty != Certainty.QUIET]


@pytest.fixture(scope="module")
def counts() -> Counter:
    """What was there and what was found, over all texts."""
    counted: Counter = Counter()
    for text in texts(PART):
        flags = loud(text.text)
        counted["words"] += len(text.text.split())
        counted["flags"] += len(flags)
        counted["false"] += sum(
            not any(flag.start < mark.end and mark.start < flag.end for mark in text.marks) for flag in flags
        )
        for mark in text.marks:
            hit = is_found(mark, flags)
            for name in (group(text, mark), "all", *(["names"] if mark.kind in KINDS_OF_NAMES else [])):
                counted[hands(text), name, "there"] += 1
                counted[hands(text), name, "found"] += hit
    return counted


# What is held to today. The targets are 99.5, 99, 97 and 97 %: by context and rare events are what is left.
LEAST = {
    "first hands": {"formatted": 0.999, "capitalised names": 0.995, "names": 0.994, "all": 0.987},
    "later hands": {"formatted": 0.998, "capitalised names": 0.996, "names": 0.989, "all": 0.983},
    "latest hands": {"formatted": 0.979, "capitalised names": 0.987, "names": 0.979, "all": 0.949},
}


@pytest.mark.parametrize(("hand", "name"), [(hand, name) for hand, least in LEAST.items() for name in least])
def test_enough_is_found(counts, hand, name):
    there = counts[hand, name, "there"]

    assert there > 200
    assert counts[hand, name, "found"] >= LEAST[hand][name] * there


def test_what_is_marked_is_right(counts):
    assert counts["false"] <= 0.04 * counts["flags"]
    assert counts["false"] <= 2.5 * counts["words"] / 600


def share_found(sentences: list[str], names: list[str]) -> float:
    """How many of `names` are marked in `sentences`, each name in each sentence, of all."""
    tries = [(sentence.format(name), name) for name in names for sentence in sentences]
    hits = [any(name in text[flag.start : flag.end] for flag in loud(text)) for text, name in tries]
    return sum(hits) / len(hits)


WRITTEN = {"capitalised": str, "small": str.lower, "capitals": str.upper}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("what", ["first names", "surnames", "full names", "messages"])
def test_no_group_of_names_is_found_less_than_another(written, what):
    shares = {}
    for origin, firsts in ORIGINS.items():
        full = [f"{first} {last}" for first, last in zip(firsts, SURNAMES[origin], strict=False)]
        names = {"surnames": SURNAMES[origin], "full names": full}.get(what, firsts)
        sentences = MESSAGES if what == "messages" else SENTENCES
        shares[origin] = share_found(sentences, [WRITTEN[written](name) for name in names])

    assert max(shares.values()) - min(shares.values()) <= 0.02, shares
    assert min(shares.values()) >= 0.97
