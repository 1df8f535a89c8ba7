"""Every kind of formatted identifier in dozens of spellings, each in three sentences and three cases; and what is never marked.

`spellings/` has a file for each kind, a spelling a line. What has to be marked stands in square brackets; the rest of a line
is what stands around it. `nothing.txt` has what identifies nobody.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.fold import folded
from kit.privacy.identifiers import Certainty, IdentifierKind, find
from kit.privacy.identifiers.formats import find_formatted

SPELLINGS = Path(__file__).parent / "spellings"
KINDS = sorted(path.stem for path in SPELLINGS.glob("*.txt") if path.stem != "nothing")
CARRIERS = [
    "It was written down here: {} - and that was that.",
    "{}\nHe came back later.",
    "She said so, {}.",
]
FILLING = " Nothing else was said about it, and we went on with the rest of the list for that day as usual. "
MOST = 0.8  # of a passage
CASES = [str, str.lower, str.upper]
NAMES = {IdentifierKind.PERSON, IdentifierKind.WORKER}
ESCAPED = re.compile(r"\\u([0-9a-f]{4})|\\n")


def lines_of(kind: str) -> list[str]:
    """The spellings of a kind, with escaped characters as themselves."""
    text = (SPELLINGS / f"{kind}.txt").read_text(encoding="utf-8")
    return [
        ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\n", line)
        for line in text.splitlines()
    ]


def cases_of(line: str) -> list:
    """The cases in which a spelling is tried: only as it is typed, where it starts with "="."""
    return CASES[:1] if line.startswith("=") else CASES


def written(line: str, case) -> tuple[str, list[tuple[int, int]]]:
    """A text with a spelling in every sentence, and where what has to be marked stands in it."""
    text, spans = "", []
    for carrier in CARRIERS:
        before, after = carrier.split("{}")
        text += case(before)
        for at, piece in enumerate(re.split(r"[\[\]]", line.removeprefix("="))):
            if at % 2:
                spans.append((len(text), len(text) + len(piece)))
            text += case(piece)
        text += case(after) + FILLING
    return text, spans


def missed(line: str, case) -> list[str]:
    """The passages of a spelling that are not marked, or less than four fifths of them."""
    text, spans = written(line, case)
    plain = folded(text, capitals=True, accents=False, lines=True)
    found = [each for each in find_formatted(plain.text) if each.certainty != Certainty.QUIET]
    flags = [plain.span(each.start, each.end) for each in found]
    return [
        text[start - 20 : end + 10]
        for start, end in spans
        if sum(max(0, min(end, last) - max(start, first)) for first, last in flags) < MOST * (end - start)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_spelling_is_marked_in_every_sentence_and_case(kind):
    assert [each for line in lines_of(kind) for case in cases_of(line) for each in missed(line, case)] == []
    assert len(lines_of(kind)) > 25


def test_doses_scores_sums_times_and_sections_are_never_marked():
    marked = [
        (line, flag.kind.value)
        for line in lines_of("nothing")
        for flag in find(" \n".join(carrier.format(line) for carrier in CARRIERS))
        if flag.certainty != Certainty.QUIET and flag.kind not in NAMES
    ]

    assert marked == []
    assert len(lines_of("nothing")) > 250


SEPARATORS = st.sampled_from(
    ["", " ", "  ", "-", ".", "\u00a0", "\u2009", "\u2011", "\u2013", "\u00ad", "\u200b", "/", " - "]
)
WIDTHS = st.sampled_from(["", "wide"])
DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def spelled(draw, *groups: str) -> str:
    """The groups of a number, with one kind of separator and perhaps full-width digits."""
    separator = draw(SEPARATORS)
    typed = separator.join(groups)
    return typed.translate(DIGITS) if draw(WIDTHS) else typed


NUMBERS = {
    "phone": spelled("07700", "900", "123") | spelled("07700", "900123") | spelled("+44", "7700", "900123"),
    "national_insurance_number": spelled("AB", "12", "34", "56", "C") | spelled("AB123456", "C"),
    "nhs_number": spelled("999", "123", "4594").map(lambda number: f"NHS no {number}"),
    "postcode": spelled("LS99", "9ZZ"),
    "date_of_birth": st.sampled_from(
        ["12{0}03{0}1968", "12{0}03{0}68", "3{0}3{0}68", "12{0}Mar{0}1968"]
    ).flatmap(
        lambda date: st.sampled_from([".", "/", "-", "\u2011", "\u2013", " / ", "\u200b."]).map(
            lambda sign: "dob " + date.format(sign)
        )
    ),
}


@pytest.mark.parametrize("kind", NUMBERS)
@given(data=st.data(), carrier=st.sampled_from(CARRIERS), case=st.sampled_from(CASES))
def test_any_separator_is_read_through(kind, data, carrier, case):
    typed = data.draw(NUMBERS[kind])
    text = case(carrier.format(typed))

    flags = [flag for flag in find(text) if flag.certainty != Certainty.QUIET]

    assert kind in [flag.kind.value for flag in flags], (text, flags)
