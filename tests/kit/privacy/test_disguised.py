"""A text that was pasted from elsewhere, or is typed with odd characters, loses none of its marks."""

import unicodedata
from collections.abc import Callable
from itertools import accumulate

import pytest

from kit.privacy.identifiers import Certainty, find
from tests.kit.privacy.annotated import AnnotatedText, texts

EVERY = 5  # one text in five is enough to tell, and quick
PASTED = list(texts("seen"))[::EVERY]
Spelling = Callable[[str], str]


def full_width(character: str) -> str:
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character


def bold(character: str) -> str:
    if "A" <= character <= "Z":
        return chr(0x1D400 + ord(character) - ord("A"))
    return chr(0x1D41A + ord(character) - ord("a")) if "a" <= character <= "z" else character


def instead(of: str, other: str) -> Spelling:
    return lambda character: other if character in of else character


SPELLINGS: dict[str, Spelling] = {
    "no-break spaces": instead(" ", "\N{NO-BREAK SPACE}"),
    "thin spaces": instead(" ", "\N{THIN SPACE}"),
    "line ends of Windows": instead("\n", "\r\n"),
    "en dashes": instead("-", "\N{EN DASH}"),
    "non-breaking hyphens": instead("-", "\N{NON-BREAKING HYPHEN}"),
    "minus signs": instead("-", "\N{MINUS SIGN}"),
    "curly apostrophes": instead("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
    "straight apostrophes": instead("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    "accents of their own": lambda character: unicodedata.normalize("NFD", character),
    "full width": full_width,
    "bold letters": bold,
    "soft hyphens": lambda character: character + ("\N{SOFT HYPHEN}" if character.isalnum() else ""),
    "zero-width spaces": lambda character: (
        character + ("\N{ZERO WIDTH SPACE}" if character.isalnum() else "")
    ),
    "word joiners": lambda character: character + ("\N{WORD JOINER}" if character.isalnum() else ""),
}


def found(text: str) -> set[tuple[int, int]]:
    return {(flag.start, flag.end) for flag in find(text) if flag.certainty != Certainty.QUIET}


def still_found(text: AnnotatedText, spelling: Spelling) -> list[bool]:
    """For each mark of `text`, in its own spelling, whether it still is where it is typed by `spelling`."""
    pieces = [spelling(character) for character in text.text]
    places = [0, *accumulate(map(len, pieces))]
    marks = found("".join(pieces))
    return [
        any(start < places[last] and places[first] < end for start, end in marks)
        for first, last in found(text.text)
    ]


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_a_text_spelled_with_other_characters_keeps_its_marks(spelling):
    kept = [answer for text in PASTED for answer in still_found(text, spelling)]

    assert len(kept) > 300
    assert sum(kept) >= 0.99 * len(kept)
