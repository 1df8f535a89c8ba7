"""Names are found by what stands around them, in small letters and capitals, and plain words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.privacy.identifiers import Certainty, IdentifierKind, find
from tests.kit.privacy import annotated
from tests.kit.privacy.plain_sentences import SENTENCES

WHERE_A_PERSON_STANDS = [
        "{} said it was fine", "so {} came in on monday", "told {} about the bus", "i rang {} twice", "asked {} to wait",
        "spoke to {} this morning", "discussed with {}, happy with the plan", "her son {} is at work", "his worker {} agreed",
        "hi {} are you in today", "dear {}, thank you", "thanks {}", "cheers, {}", "love {} x", "seen with {} today",
        "left a note for {} and went", "{} (sister) rang", "{}'s flat is cold", "no, {} wont go back", "a man called {} came",
        "everyone calls him {}", "her name is {} and she is cold", "action: {} to ring", "lives w/ {}, two cats", "{} and kevin live there",
        "kevin & {} were there", "kevin, {} and their dog", "that was {}'s idea", "he was with {} and kevin", "we think that {} should lead",
    ]  # fmt: skip
KINDS = {IdentifierKind.PERSON, IdentifierKind.WORKER}
WRITTEN = {"as typed": str, "small": str.lower, "capitals": str.upper}


def names(text: str) -> list[str]:
    """The names that are marked, not quietly."""
    return [
        text[flag.start : flag.end]
        for flag in find(text)
        if flag.certainty != Certainty.QUIET and flag.kind in KINDS
    ]


@pytest.mark.parametrize("name", ["kelechi", "xiuying", "rojda", "zlatka", "keeley", "abdirahman", "thiago"])
def test_a_name_in_small_letters_is_found_where_a_person_stands(name):
    texts = [text.format(name) for text in WHERE_A_PERSON_STANDS]

    assert [text for text in texts if name not in " ".join(names(text))] == []
    assert [text for text in texts if name.upper() not in " ".join(names(text.upper()))] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("her brother mark came", "mark"), ("told grace that he left", "grace"), ("hope said no", "hope"), ("rang joy twice", "joy"),
        ("spoke to dawn about it", "dawn"), ("hi rose, is he in?", "rose"), ("a boy called angel came", "angel"), ("mr young rang", "mr young"),
        ("frank thinks he is ill", "frank"), ("key worker ruby to visit", "ruby"), ("he lives with robin and a dog", "robin"),
        ("kelechi brown, who is ill", "kelechi brown"), ("rob thwaite came", "rob thwaite"), ("dr baker saw him", "dr baker"),
    ],
)  # fmt: skip
def test_a_name_that_is_a_word_too_is_found_by_its_neighbours(text, name):
    assert names(text) == [name]
    assert names(text.upper()) == [name.upper()]


@pytest.mark.parametrize("written", WRITTEN)
def test_plain_words_are_no_names_in_any_case(written):
    found = {sentence: names(WRITTEN[written](sentence)) for sentence in SENTENCES}

    assert {sentence: marked for sentence, marked in found.items() if marked} == {}


def test_letters_of_other_alphabets_that_look_latin_hide_no_name():
    assert names("told K\u0435vin to wait") == ["K\u0435vin"]
    assert names("W\u0435 told th\u0435m to w\u0430it") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("JB to ring the ward.", ["JB"]), ("Seen with KM, who agreed.", ["KM"]), ("DR wants Lorna there.", ["DR"]),
        ("Action: LB to write.", ["LB"]), ("Sats 91 RA, RR 26, SpR aware.", []), ("T2DM, HbA1c 74, COHb 14.", []),
        ("The CO alarm and the PU clinic.", []), ("J. K. Mensah rang.", ["Mensah"]), ("mrs k. sivakumaran rang", ["k. sivakumaran"]),
    ],
)  # fmt: skip
def test_initials_are_names_by_their_place_and_measurements_are_not(text, found):
    marked = " ".join(names(text))

    assert all(name in marked for name in found)
    assert bool(marked) == bool(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Clare's Law and Bell's palsy were discussed.", []), ("a silver mercedes was seen", []), ("mercedes said it was hers", ["mercedes"]),
        ("they moved to preston in spring", []), ("told preston to wait", ["preston"]), ("hui min and boon keat came", ["hui min", "boon keat"]),
        ("padgett et al (2016) say so", []), ("november alpha zulu nine", []), ("everyone calls him smudge", ["smudge"]),
        ("known on the street as jockey", ["jockey"]), ("a jockey and a baker", []), ("mark brown said so", ["mark brown"]),
    ],
)  # fmt: skip
def test_what_has_two_meanings_is_judged_by_its_place(text, found):
    assert names(text) == found


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from(list(WRITTEN)))
def test_plain_sentences_one_after_another_have_no_names(sentences, written):
    assert names(WRITTEN[written](" ".join(sentences))) == []


@given(
    st.sampled_from(["told {}", "with {} and", "{} said", "by {}"]),
    st.from_regex("[b-dghk-np-tv-z][aeiou]{1,4}", fullmatch=True),
)
def test_what_is_weighed_never_fails(text, word):
    assert isinstance(names(text.format(word)), list)


FIRST = ["Kevin", "Shanice", "Colin", "Martin", "Robin", "Agnieszka"]
LAST = ["Smith", "Cook", "Okafor", "Green", "Court"]
PAIRS = [
    f"{first} {last} {word} {other} {LAST[at - 1]} met."
    for at, last in enumerate(LAST)
    for first in FIRST
    for other, word in zip(FIRST, ("and", "&", "at", "in", "with", "hit"), strict=True)
]


def cuts(text: str, place: int) -> bool:
    """Whether `place` is between two letters or two digits."""
    before, after = text[place - 1 : place], text[place : place + 1]
    return (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())


def test_no_mark_begins_or_ends_inside_a_word():
    texts = [*PAIRS, *(each.text for each in annotated.texts())]
    found = [
        (text, flag)
        for text in texts
        for flag in find(text)
        if cuts(text, flag.start) or cuts(text, flag.end)
    ]

    assert [(text[: flag.end][-40:], flag.kind) for text, flag in found] == []
