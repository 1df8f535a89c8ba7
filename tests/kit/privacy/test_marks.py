"""What could stand in place of a passage: by its kind, by the words of its own sentence, the same for the same person."""

from datetime import date
from itertools import islice

import pytest

from kit.privacy.identifiers import Certainty, IdentifierKind
from kit.privacy.marks import marks_of
from kit.privacy.marks.instead import BY_KIND, season_of
from kit.privacy.marks.near import age_from
from kit.privacy.marks.who import letters_for, people_in
from kit.privacy.names import NameFinder
from tests.measuring import seconds_of

TODAY = date(2026, 11, 29)
REMOVED = {"nhs_number", "national_insurance_number", "postcode", "phone", "email"}
NAMES = {"person", "worker"}
PASSAGE = (
    "Kevin was born on 12.03.1968 in Leeds and lives with Shanice at 12 Elm Gardens, sw1a 1aa. "
    "His prison number is A1234BC and his phone +44 (0)7700 900123"
)


def marks(text: str) -> list:
    return marks_of(text, NameFinder(), today=TODAY)


def put_instead(text: str, *, choice: int = 0) -> str:
    """The text with a replacement in the place of each mark, or without it."""
    for mark in reversed(marks(text)):
        words = mark.replacements[min(choice, len(mark.replacements) - 1)] if mark.replacements else ""
        text = text[: mark.cut_start] + words + text[mark.cut_end :]
    return text


def test_every_kind_has_something_to_put_instead_or_is_removed():
    assert {kind.value for kind in BY_KIND} | REMOVED | NAMES == set(IdentifierKind.values)


def test_each_mark_of_the_passage_says_what_to_write_instead():
    found = marks(PASSAGE)

    assert all(mark.reason and mark.suggestion for mark in found)
    assert {mark.passage: mark.replacements for mark in found if mark.certainty != Certainty.REFUSED} == {
        "Kevin": ("A man in his 50s", "A"),
        "12.03.1968": ("is in his 50s",),
        "Leeds": ("another town",),
        "Shanice": ("a person", "B"),
        "12 Elm Gardens": ("a flat",),
        "prison number": ("reference number",),
        "A1234BC": ("a reference",),
    }
    assert all(not mark.replacements for mark in found if mark.certainty == Certainty.REFUSED)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("She died on 4 March 2012.", "She died in the spring."),
        ("He has been there since 4 July 2012.", "He has been there since the summer."),
        ("He drinks at the Red Lion.", "He drinks at a pub."),
        ("She is 94.", "She is over 80."),
        ("Her brother Wayne rang.", "Her brother rang."),
        ("His social worker Janet rang.", "His social worker rang."),
        ("Mrs Hollis rang.", "A woman rang."),
        ("Kevin, 43, rang. He was cold.", "A man in his 40s, 43, rang. He was cold."),
        ("Ring him on 07700 900123, he says.", "Ring him on, he says."),
    ],
)
def test_it_fits_into_the_sentence(text, instead):
    assert put_instead(text) == instead


def test_the_same_person_has_the_same_letter_in_every_form():
    text = "Kevin Smith met Wayne. Mr Smith was late, and Kev said so. Wayne left. KS rang."

    groups = {mark.passage: (mark.group, mark.replacements[-1]) for mark in marks(text)}

    assert groups["Kevin Smith"] == groups["Mr Smith"] == groups["Kev"] == groups["KS"] == (1, "A")
    assert groups["Wayne"] == (2, "B")


@pytest.mark.parametrize(
    "text", ["Dan hit Danielle. Dan ran.", "Ann met Annabel.", "Sam met Samira.", "Kim and Kimberley left."]
)
def test_two_names_of_which_one_begins_with_the_other_are_two_people(text):
    people = [mark for mark in marks(text) if mark.kind == IdentifierKind.PERSON]

    assert len({mark.group for mark in people}) == len({mark.replacements[-1] for mark in people}) == 2


def test_a_letter_that_is_in_the_text_is_nobody_elses():
    before = "Kevin met Shanice."
    after = before.replace("Kevin", marks(before)[0].replacements[-1])

    assert after == "A met Shanice."
    assert [mark.replacements[-1] for mark in marks(f"{after} Later A rang.")] == ["B"]
    assert list(islice(letters_for("A man met B, and B left."), 2)) == ["A", "C"]


def test_people_are_told_apart_by_their_first_names():
    people = people_in(["Mary Smith", "John Smith", "Mary", "Smith"])

    assert [person.places for person in people] == [[0, 2, 3], [1]]


def test_replacements_of_a_group_are_the_same_ones_at_each_place():
    text = "Her brother Wayne, 43, rang. Later Wayne left, and he was cold."
    first, then = marks(text)

    assert first.replacements == ("Her brother", "A man in his 40s", "Her brother A")
    assert then.replacements == ("her brother", "the man", "A")


@pytest.mark.parametrize(
    ("passage", "season"),
    [
        ("3rd of March", "spring"),
        ("2026-07-03", "summer"),
        ("03.10.68", "autumn"),
        ("January 4th", "winter"),
        ("68", ""),
    ],
)
def test_the_season_of_a_date(passage, season):
    assert season_of(passage) == season


@pytest.mark.parametrize(
    ("birth", "age"), [("12.03.1968", 58), ("03/10/68", 58), ("2010-01-01", 16), ("3 May", None)]
)
def test_the_age_from_a_date_of_birth(birth, age):
    assert age_from(birth, TODAY) == age


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"Ann X{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}o met." for n in range(2_500)),
        "her brother Wayne, 43, " * 2_000,
        "Kevin, born on 12.03.1968. " * 1_800,
        "A B C D E. " * 4_500,
    ],
)
def test_the_longest_text_takes_little_longer_than_finding(text):
    finder = NameFinder()
    flags = finder.flags(text)
    finder.flags = lambda _: flags

    assert seconds_of(lambda: marks_of(text, finder, today=TODAY), enough=2) < 2
