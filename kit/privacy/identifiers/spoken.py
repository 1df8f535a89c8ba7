"""Finding numbers that were dictated: "oh seven seven double oh", "a b twelve", "alpha bravo one two". Pure.

Runs of digits and letters that are said one by one are written out, and what they are is read from that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kit.privacy.identifiers.kinds import Certainty, Found, IdentifierKind
from kit.privacy.identifiers.numbers import AREAS, LETTERS, NHS_CONTEXT, has_check_digit
from kit.privacy.identifiers.windows import matches

DIGITS = {word: str(digit) for digit, word in enumerate("zero one two three four five six seven eight nine".split())} | {
    "oh": "0", "o": "O", "nought": "0", "naught": "0", "nil": "0", "niner": "9",
}  # fmt: skip
TEENS = {
    word: str(10 + at)
    for at, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: at
    for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
TIMES = {"double": 2, "triple": 3, "treble": 3}
LETTERS_SAID = {
    word: word[0]
    for word in "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra "
    "tango uniform victor whiskey whisky xray yankee zulu".split()
} | {"x-ray": "x", "x ray": "x"}
SIGNS = {"stroke": "/", "slash": "/", "dash": "-", "hyphen": "-", "plus": ""}
SAID = "|".join(sorted((*DIGITS, *TEENS, *TENS, *TIMES, *LETTERS_SAID, *SIGNS), key=len, reverse=True))
WORD = rf"(?:{SAID}|hundred|thousand|[a-z](?!')|\d{{1,5}})(?!\w)"
RUN = re.compile(rf"(?<![\w'-]){WORD}(?:[ ,.\n-]{{1,3}}{WORD}){{2,40}}", re.I)
ITEM = re.compile(WORD, re.I)

PHONE = re.compile(r"(?:0044|44)0?[1-9]\d{8,9}|0[1-9]\d{8,9}(?!\d)")
POSTCODE = re.compile(rf"(?:{AREAS})\d[\dA-Z]?\d[{LETTERS}]{{2}}")
INSURANCE = re.compile(r"[A-Z]{2}\d{6}[A-D]")
PRISON = re.compile(r"[A-Z]\d{4}[A-Z]{2}")
PLATE = re.compile(r"[A-Z]{2}\d{2}[A-Z]{3}")
PLATE_OLD = re.compile(r"(?<![A-Z\d])(?:[A-Z]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-Z])(?![A-Z\d])")
FORMS = [
    (PHONE, IdentifierKind.PHONE),
    (INSURANCE, IdentifierKind.NATIONAL_INSURANCE_NUMBER),
    (PRISON, IdentifierKind.REFERENCE),
    (PLATE, IdentifierKind.VEHICLE_REGISTRATION),
    (PLATE_OLD, IdentifierKind.VEHICLE_REGISTRATION),
    (POSTCODE, IdentifierKind.POSTCODE),
]
SAID_FOR_SURE = frozenset((*DIGITS, *TEENS, *TENS, *TIMES, *LETTERS_SAID)) - {"o"}
SAID_BIRTH = re.compile(r"d o b(?= )", re.I)
BORN = re.compile(
    r"\b(?:born(?: (?:on|in|at))?|dob|d\.o\.b\.?|d o b|date of birth|b(?:irth)?day|birth ?date|b\.?)(?: (?:is|was|given as|as|[A-Z]\w{2,14}))?,?(?: the| on)?[:,=/(-]{0,2} {0,2}(?:- )?$",
    re.I,
)
REFERRED = re.compile(
    r"\b(?:ref|reference|log|cad|crn|urn|number|no|record|case|incident|crime|prison|custody|account|claim|tenancy|pnc|mrn|rio|id|hospital|postcode)(?: (?:is|ref|number|no|was|of))?[:,]? $",
    re.I,
)
BEFORE = 24  # characters before a run, in which a word says what it is
FEWEST_OF_BIRTH, FEWEST_REFERRED, FEWEST_ALONE = 4, 3, 7


@dataclass
class Run:
    """A run of signs that were said: the signs, and where each stands in the text."""

    signs: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, signs: str, start: int, end: int) -> None:
        """Add the signs of one word."""
        self.signs += signs
        self.spans += [(start, end)] * len(signs)


def find_spoken(text: str) -> Iterator[Found]:
    """Yield numbers of a folded text that stand there in words."""
    for match in matches(RUN, text):
        said_before = SAID_BIRTH.match(text, match.start())
        items = list(ITEM.finditer(text, said_before.end() if said_before else match.start(), match.end()))
        said = sum(_is_said(item.group()) for item in items)
        if said:
            yield from _read(text, match, _written(items), said)


def _is_said(word: str) -> bool:
    low = word.lower()
    return low in SAID_FOR_SURE


def _written(items: list[re.Match]) -> Run:
    """Return a run in digits and letters: "double oh" is 00, "sixty eight" is 68, "nine hundred" is 900."""
    run = Run()
    times, tens = 1, False
    for item in items:
        low, span = item.group().lower(), item.span()
        if low in TIMES:
            times = TIMES[low]
            continue
        if low in TENS:
            run.add(f"{TENS[low]}0", *span)
        elif low == "hundred":
            run.add("00", *span)
        elif tens and low in DIGITS and DIGITS[low] != "0":
            run.signs = run.signs[:-1] + DIGITS[low]
            run.spans[-1] = span
        else:
            signs = DIGITS.get(low) or TEENS.get(low) or LETTERS_SAID.get(low) or SIGNS.get(low)
            run.add((low if signs is None else signs).upper() * times, *span)
        times, tens = 1, low in TENS
    return run


def _read(text: str, match: re.Match, run: Run, words: int) -> Iterator[Found]:
    """Yield what the signs of a run are."""
    for pattern, kind in FORMS:
        for signs in (run.signs, run.signs.replace("O", "0")):
            for found in pattern.finditer(signs):
                yield _found(run, *found.span(), kind)
    digits = [at for at, sign in enumerate(run.signs) if sign.isdigit() or sign == "O"]
    if not digits:
        return
    first = run.spans[digits[0]][0]
    said = [text[max(0, at - BEFORE) : at] for at in (match.start(), first)]
    whole = "".join(run.signs[at] for at in digits).replace("O", "0")
    if any(map(BORN.search, said)) and len(digits) >= FEWEST_OF_BIRTH:
        yield _found(run, digits[0], len(run.signs), IdentifierKind.DATE_OF_BIRTH)
    elif len(digits) == 10 and (has_check_digit(whole) or NHS_CONTEXT.search(said[0])):
        yield _found(run, digits[0], digits[-1] + 1, IdentifierKind.NHS_NUMBER)
    elif any(map(REFERRED.search, said)) and len(digits) >= FEWEST_REFERRED:
        yield _found(
            run, 0 if REFERRED.search(said[0]) else digits[0], len(run.signs), IdentifierKind.REFERENCE
        )
    elif len(digits) >= FEWEST_ALONE and words >= FEWEST_ALONE:
        yield _found(run, digits[0], len(run.signs), IdentifierKind.REFERENCE)


def _found(run: Run, first: int, end: int, kind: IdentifierKind) -> Found:
    return Found(run.spans[first][0], run.spans[end - 1][1], kind, Certainty.SUSPECTED)
