"""Whatever is pasted, the finder answers soon, raises nothing, and its marks stand in the text as typed."""

import random
import string

import pytest

from kit.privacy.identifiers import find, find_refused
from tests.measuring import SECONDS, seconds_of, slow_texts

LENGTH = 100_000
CHOICE = random.Random(17)


def word(letters: int) -> str:
    return "".join(CHOICE.choices(string.ascii_lowercase, k=letters))


def filled(piece: str) -> str:
    return (piece * (LENGTH // len(piece) + 1))[:LENGTH]


REPEATED = [
    *(
        "a",
        "(",
        "J.",
        "a@",
        "1/1/",
        "7 ",
        "Kevin ",
        "Mr Smith and Mrs ",
        "+44 (0)",
        "a at b dot c ",
        "http://",
        "A1 ",
    ),
    *(
        "ref no. 1/",
        "3rd of ",
        "nine hundred double ",
        "Flat 1, 12 Elm ",
        "the red ",
        "the fire at ",
        "her son x ",
    ),
    *("a\u0301", "\u200b", "محمد ", "\ud800", "\x00\x1b[0m", "ﷺ"),
]
MIXED = {
    "different unknown words": lambda: " ".join(word(7) for _ in range(LENGTH // 8)),
    "different names": lambda: " ".join(word(6).title() for _ in range(LENGTH // 7)),
    "different sons": lambda: " ".join(f"her son {word(5)}" for _ in range(LENGTH // 14)),
    "any characters": lambda: "".join(map(chr, CHOICE.choices(range(32, 0x2FFF), k=LENGTH))),
    "letters, digits and stops": lambda: "".join(CHOICE.choices("a1 .-/@,'()", k=LENGTH)),
}


@pytest.mark.parametrize("piece", REPEATED, ids=ascii)
def test_a_piece_repeated_for_100_kb_is_looked_through_in_time_that_grows_as_it_does(piece):
    assert slow_texts(find, [filled(piece)]) == []


@pytest.mark.parametrize("name", MIXED)
def test_a_mixture_of_100_kb_is_looked_through_in_time_that_grows_as_it_does(name):
    assert slow_texts(find, [MIXED[name]()]) == []


def test_a_form_with_five_hostile_fields_leaves_time_for_the_rest_of_its_page():
    fields = ["{" * 40_000, "% " * 20_000, "0" * 50_000, "1/1/" * 12_500, "a" * 45_500, "Mr A " * 8_000]
    find_refused("")

    assert seconds_of(lambda: [find_refused(field) for field in fields], enough=SECONDS / 2) < SECONDS / 2


def test_thousands_of_known_names_take_no_longer():
    names = [f"{word(6)} {word(7)}".title() for _ in range(3000)]
    text = filled("Kevin came with her and then went to see them again. ")[: LENGTH // 4]

    assert seconds_of(lambda: find(text, names), enough=SECONDS) < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "\0",
            "\ud800",
            "\ufeff",
            "Kevin\ud83d",
            "\u0301Kevin",
            "Kevin\u2028Maureen",
            "Ⅻ Kevin",
            "⁰⁷",
        ),
        *(
            "Kevin℅Maureen",
            "Kevin℀Maureen℅Delroy",
            "Kevin ℅ Maureen",
            "a℅Kevin",
            "07700 900123℅Kevin",
            "Kevinﷺ",
        ),
    ],
    ids=ascii,
)
def test_marks_stand_in_odd_text_in_order_and_apart(text):
    flags = find(text)

    places = [place for flag in flags for place in (flag.start, flag.end)]
    assert places == sorted(places)
    assert all(0 <= flag.start < flag.end <= len(text) for flag in flags)


@pytest.mark.parametrize(
    "name", ["", " ", "\0", ".", "()", "\ud800", "\u200b", "'", "x" * 10_000], ids=lambda n: ascii(n)[:9]
)
def test_odd_known_names_find_nothing(name):
    assert find("We met at noon (again).", [name]) == []
