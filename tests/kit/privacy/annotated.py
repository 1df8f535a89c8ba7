"""Read the annotated texts: what a text says, and where in it an identifier stands.

How they are marked is told in `texts/README.md`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TEXTS = Path(__file__).parent / "texts"
PARTS = ("seen", "unseen")

KINDS = frozenset(
    {
        "person",
        "worker",
        "date_of_birth",
        "exact_date",
        "age_over_89",
        "nhs_number",
        "national_insurance_number",
        "postcode",
        "address",
        "phone",
        "email",
        "url",
        "social_handle",
        "vehicle_registration",
        "reference",
        "named_place_or_organisation",
        "small_place",
        "rare_event",
    }
)
KINDS_OF_NAMES = frozenset({"person", "worker"})
ORIGINS = frozenset(
    {
        "british_irish",
        "south_asian",
        "west_african",
        "east_african",
        "east_european",
        "arabic_turkish_kurdish",
        "chinese_vietnamese",
        "caribbean",
        "portuguese_spanish",
    }
)

SPELLED_OUT = {
    "{nbsp}": "\N{NO-BREAK SPACE}",
    "{shy}": "\N{SOFT HYPHEN}",
    "{zwsp}": "\N{ZERO WIDTH SPACE}",
    "{nbhy}": "\N{NON-BREAKING HYPHEN}",
    "{tab}": "\t",
    "{cr}": "\r",
}

MARK = re.compile(r"\[\[([a-z0-9_]{1,40})(?::([a-z_]{1,40}))?\|([^\[\]|]{1,200})\]\]")
A_SPELLED_OUT_CHARACTER = re.compile(r"\{[a-z]{2,4}\}")

Span = tuple[int, int, str]


class Mark(NamedTuple):
    """One identifier: where it stands in the text, its kind, and for a name its origin."""

    start: int
    end: int
    kind: str
    origin: str


class AnnotatedText(NamedTuple):
    """A text as somebody typed it, with the identifiers that a careful reader marked."""

    name: str
    part: str
    text: str
    marks: list[Mark]

    @property
    def spans(self) -> list[Span]:
        """The marks as plain (start, end, kind)."""
        return [(mark.start, mark.end, mark.kind) for mark in self.marks]


def read(marked: str) -> tuple[str, list[Span]]:
    """Return the text of `marked` without its marks, and the spans of them as (start, end, kind)."""
    text, marks = read_marks(marked)
    return text, [(mark.start, mark.end, mark.kind) for mark in marks]


def read_marks(marked: str) -> tuple[str, list[Mark]]:
    """Return the text of `marked` without its marks, and the marks with their origins."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = last = 0
    for found in MARK.finditer(marked):
        before, words = _as_typed(marked[last : found.start()]), _as_typed(found[3])
        start = length + len(before)
        length = start + len(words)
        marks.append(Mark(start, length, found[1], found[2] or ""))
        pieces += [before, words]
        last = found.end()
    return "".join([*pieces, _as_typed(marked[last:])]), marks


def texts(*parts: str) -> Iterator[AnnotatedText]:
    """Every text of `parts` ("seen", "unseen"; both when none is named), in the order of their names."""
    for part in parts or PARTS:
        for path in sorted((TEXTS / part).glob("*.txt")):
            text, marks = read_marks(path.read_text(encoding="utf-8").removesuffix("\n"))
            yield AnnotatedText(path.stem, part, text, marks)


def _as_typed(piece: str) -> str:
    return A_SPELLED_OUT_CHARACTER.sub(lambda found: SPELLED_OUT[found[0]], piece)
