"""The annotated texts can be relied on: marks are read rightly, and there is enough of everything."""

import re
from collections import Counter

import pytest

from tests.kit.privacy import annotated
from tests.kit.privacy.annotated import AnnotatedText

ALL = list(annotated.texts())
WORDS_OF_A_NAME = re.compile(r"[^\W\d_]{3,40}")
KEPT_FOR_DRAMA = re.compile(
    r"(?:7700900|1632960|1(?:1[3-8]|21|31|41|51|61)4960|1914980|2079460|2896496|2920180|8081570|3069990)\d{3}$"
)
PIECES_OF_A_NUMBER = re.compile(r"\d|[a-z]{2,10}")
DIGITS_IN_WORDS = {
    word: digit
    for digit, word in enumerate(
        ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
} | {"zero": 0}
MEANS_SOMETHING_ELSE_TOO = frozenset({"van", "the", "and", "big", "grace"})


def test_marks_are_taken_out_and_their_places_kept() -> None:
    text, spans = annotated.read("We met [[person:east_african|Ayaan]] at [[small_place|Thornby]].")

    assert text == "We met Ayaan at Thornby."
    assert [(text[start:end], kind) for start, end, kind in spans] == [
        ("Ayaan", "person"),
        ("Thornby", "small_place"),
    ]


def test_a_text_without_marks_stays_as_it_is() -> None:
    assert annotated.read("Nobody is named [here].") == ("Nobody is named [here].", [])


def test_spelled_out_characters_count_as_one_inside_marks_and_outside() -> None:
    text, spans = annotated.read("Call{nbsp}[[phone|07700{nbhy}900{zwsp}123]]{tab}now")

    assert text == "Call\u00a007700\u2011900\u200b123\tnow"
    assert [text[start:end] for start, end, _ in spans] == ["07700\u2011900\u200b123"]


def test_the_origin_of_a_name_is_read() -> None:
    _, marks = annotated.read_marks("[[worker:caribbean|Delphine]] rang")

    assert marks == [annotated.Mark(0, 8, "worker", "caribbean")]


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.name)
def test_every_mark_of_a_text_is_of_a_known_kind_and_names_have_an_origin(text: AnnotatedText) -> None:
    assert not set(text.text) & set("|{}")
    assert "[[" not in text.text
    assert "]]" not in text.text
    for mark in text.marks:
        words = text.text[mark.start : mark.end]
        assert mark.kind in annotated.KINDS, words
        assert words == words.strip(), words
        assert (mark.origin in annotated.ORIGINS) == (mark.kind in annotated.KINDS_OF_NAMES), words


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.name)
def test_a_name_that_is_marked_once_in_a_text_is_marked_wherever_it_stands(text: AnnotatedText) -> None:
    outside = list(text.text)
    names = set()
    for mark in text.marks:
        outside[mark.start : mark.end] = " " * (mark.end - mark.start)
        if mark.kind in annotated.KINDS_OF_NAMES:
            names |= _words(text.text[mark.start : mark.end])

    assert not (names - MEANS_SOMETHING_ELSE_TOO) & _words("".join(outside))


def test_numbers_marked_as_nhs_numbers_are_in_the_test_range_with_a_right_check_digit() -> None:
    for number in _words_of("nhs_number"):
        digits = _digits(number)
        assert digits[:3] == [9, 9, 9], number
        assert len(digits) == 10, number
        weighed = sum(digit * (10 - place) for place, digit in enumerate(digits[:9]))
        assert (weighed + digits[9]) % 11 == 0, number


def test_telephone_numbers_are_of_the_ranges_kept_for_drama() -> None:
    for number in _words_of("phone"):
        digits = "".join(str(digit) for digit in _digits(number))
        assert KEPT_FOR_DRAMA.search(digits), number


def test_there_are_enough_texts_and_a_third_is_unseen() -> None:
    parts = Counter(text.part for text in ALL)

    assert len(ALL) >= 160
    assert abs(parts["unseen"] / len(ALL) - 1 / 3) < 0.06


def test_enough_texts_hold_nothing_that_identifies() -> None:
    without = Counter(text.part for text in ALL if not text.marks)

    assert without.total() >= 25
    assert min(without[part] for part in annotated.PARTS) >= 8


def test_every_kind_occurs_often_and_in_both_parts() -> None:
    kinds = Counter((text.part, mark.kind) for text in ALL for mark in text.marks)

    for kind in annotated.KINDS:
        assert kinds["seen", kind] + kinds["unseen", kind] >= 15, kind
        assert kinds["unseen", kind] >= 4, kind


def test_names_of_every_origin_occur_often_and_in_both_parts() -> None:
    origins = Counter((text.part, mark.origin) for text in ALL for mark in text.marks if mark.origin)

    for origin in annotated.ORIGINS:
        assert origins["seen", origin] + origins["unseen", origin] >= 40, origin
        assert origins["unseen", origin] >= 10, origin


def _digits(number: str) -> list[int]:
    """The digits of `number`, in figures or said in words ("oh double seven"), one after another."""
    digits: list[int] = []
    times = 1
    for piece in PIECES_OF_A_NUMBER.findall(number.lower()):
        if piece == "double":
            times = 2
        elif piece == "hundred":
            digits += [0, 0]
        elif piece in DIGITS_IN_WORDS or piece.isdecimal():
            digits += [DIGITS_IN_WORDS[piece] if piece in DIGITS_IN_WORDS else int(piece)] * times
            times = 1
    return digits


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORDS_OF_A_NAME.findall(text)}


def _words_of(kind: str) -> list[str]:
    return [text.text[mark.start : mark.end] for text in ALL for mark in text.marks if mark.kind == kind]
