"""Finding ages and age bands, with a wording that tells less. Pure; every pattern is bounded."""

import re
from collections.abc import Iterator
from typing import NamedTuple

WHO = "woman|man|lady|gentleman|girl|boy|lad|mother|father|mum|dad|grandmother|grandfather|person|male|female|guy|bloke|resident|tenant|prisoner"
LEAD = rf"(?:\b(?:a|an|the) )?(?:\b(?:young |older |elderly |trans )?(?:{WHO}) )?"
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
DECADES = {
    "teens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fourties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
UNITS = "one|two|three|four|five|six|seven|eight|nine"
BAND = re.compile(
    rf"{LEAD}\bin (?:his|her|their|my|the) (?P<part>early |mid |mid-|late |very early |very late )?"
    rf"(?P<decade>[1-9]0'?s|{'|'.join(DECADES)})\b",
    re.I,
)
EXACT = [
    re.compile(
        rf"{LEAD}\b(?:aged|age|age of|turned|turning|is now|he is|she is|he was|she was|he's|she's) (?P<years>\d{{1,3}})"
        r"(?![\d%:/.,]?\d)(?! (?:per|%|times|weeks|months|days|hours|minutes|miles|stone|units|of|pounds|people))",
        re.I,
    ),
    re.compile(
        r"\b(?P<years>\d{1,3})[ -]?(?:years?|yrs?|y)[ -]?(?:olds?|o)\b(?: (?:woman|man|girl|boy|lad))?", re.I
    ),
    re.compile(r"\b(?P<years>\d{1,3}) ?(?:yo|y/o)\b(?: (?:female|male|woman|man|[mf]\b))?", re.I),
    re.compile(rf"\b(?:a |an |the )?(?:{WHO}),? \(?(?P<years>\d{{2}})\)?(?=[,.);])", re.I),
    re.compile(
        rf"\b(?P<words>{'|'.join(TENS)})(?:[ -](?:{UNITS}))?[ -]years?[ -]olds?\b(?: (?:woman|man|girl|boy))?",
        re.I,
    ),
]
BORN = re.compile(r"\bborn in (?:19|20)\d\d\b", re.I)
OLDEST = 115


class Age(NamedTuple):
    """An age in a folded text: where, how much it tells, and what to write instead."""

    start: int
    end: int
    weight: int
    blurred: str


def find_ages(text: str) -> Iterator[Age]:
    """Yield the ages in a folded text."""
    for match in BAND.finditer(text):
        yield Age(*match.span(), 3 if match["part"] else 2, band_of(_decade(match["decade"])))
    for pattern in EXACT:
        for match in pattern.finditer(text):
            years = TENS[match["words"].lower()] if "words" in match.groupdict() else int(match["years"])
            if 0 < years <= OLDEST:
                yield Age(*match.span(), 4, _decade_of(years))
    for match in BORN.finditer(text):
        yield Age(*match.span(), 4, "the age as a decade, such as “in their 50s”")


def _decade(written: str) -> int:
    return DECADES.get(written.lower()) or int(written[:2])


def _decade_of(years: int) -> str:
    return (
        band_of(years)
        if years < 20
        else f"in their {min(years // 10, 8)}0s{' or older' if years >= 80 else ''}"
    )


def band_of(years: int) -> str:
    """Return an age as a word that tells less: "middle-aged"."""
    if years < 13:
        return "a child" if years < 10 else "a young person"
    if years < 20:
        return "a young person"
    if years < 30:
        return "a young adult"
    if years < 40:
        return "an adult"
    return "middle-aged" if years < 60 else "older"
