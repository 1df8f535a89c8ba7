"""Folding text: the one form in which two texts are compared. Pure.

`fold` gives the form; `folded` gives it with a map back to places in the text as it was typed. Both use Unicode's
compatibility form (NFKC), so that full-width letters are plain ones; invisible characters are dropped, there is one
apostrophe, one hyphen and one space, and capitals make no difference unless they are asked for.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

Row = TypeVar("Row")
APOSTROPHES = "'’‘‛ʼʻʹ`´′＇"
HYPHENS = "-‐‑‒–—―−⁃﹘﹣－"
# Invisible, but of no category that says so: joiners, fillers and variation selectors.
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f"
BLANKS = "\u2800\u3164\uffa0"  # they look like a space, and are letters or signs
SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
ACCENTS = frozenset(map(chr, range(0x0300, 0x0370)))
CONTROLS = frozenset(chr(code) for code in (*range(32), 127) if not chr(code).isspace())
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
SPACES = (" ", "\n")  # the later counts, where several stand together
ONE_FORM = str.maketrans(
    {**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-"), **dict.fromkeys(BLANKS, " ")}
)
ASCII_FORM = {code: form for code, form in ONE_FORM.items() if code < 128} | {
    ord(each): None for each in CONTROLS
}
SPACES_OF_ASCII = re.compile(r"\s+")
# Letters of ASCII with single spaces, each as it is when folded. What stands last may have a mark after it.
PLAIN_RUNS = re.compile(r"[!-~](?:[!-~]| (?! )){8,1000}(?=[!-~])")
MOST_MARKS = 30  # of one letter. No writing has more, and putting many in order takes long
LONGEST_FORM = 4  # times as long as the letter. A sign that stands for a whole sentence stays as it is
# Letters that are an English letter with a mark, but that Unicode does not take apart.
PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H",
     "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ß": "ss", "ẞ": "SS"}
)  # fmt: skip


@dataclass(frozen=True)
class Folded:
    """A folded text, and where each of its characters stood in the text as it was typed."""

    text: str
    starts: array
    ends: array

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the passage from `start` to `end` of the folded text stood in the text as it was typed."""
        if start >= end:
            at = self.starts[start] if start < len(self.text) else self.ends[-1] if self.ends else 0
            return at, at
        return self.starts[start], self.ends[end - 1]


def fold(text: str, *, capitals: bool = False, accents: bool = True, lines: bool = False) -> str:
    """Return `text` in the form in which texts are compared. Folding it again changes nothing.

    `capitals` keeps capitals, `accents=False` takes accents off, and `lines` keeps the ends of lines.
    """
    if text.isascii():
        return _fold_ascii(text, capitals=capitals, lines=lines)
    return folded(text, capitals=capitals, accents=accents, lines=lines).text


def find_alike(rows: Iterable[Row], text: str, *, attribute: str = "name") -> Row | None:
    """Return the first of `rows` whose `attribute` is `text`, however either is written, or None."""
    key = fold(text).strip()
    return next((row for row in rows if fold(getattr(row, attribute)).strip() == key), None)


def _fold_ascii(text: str, *, capitals: bool, lines: bool) -> str:
    """Return what `folded` gives for a text of ASCII, twenty times faster."""
    plain = text.translate(ASCII_FORM)
    plain = SPACES_OF_ASCII.sub(
        lambda run: "\n" if lines and not set(LINE_ENDS).isdisjoint(run[0]) else " ", plain
    )
    return plain if capitals else plain.lower()


def folded(text: str, *, capitals: bool = False, accents: bool = True, lines: bool = False) -> Folded:
    """Return `text` folded as by `fold`, with the map back."""
    letters: list[str] = []
    starts, ends = array("l"), array("l")
    last = 0
    for run in PLAIN_RUNS.finditer(text):
        first, end = run.span()
        _fold_into(text[last:first], last, (letters, starts, ends), capitals, accents, lines)
        plain = run[0].translate(ASCII_FORM)
        letters.extend(plain if capitals else plain.lower())
        starts.extend(range(first, end))
        ends.extend(range(first + 1, end + 1))
        last = end
    _fold_into(text[last:], last, (letters, starts, ends), capitals, accents, lines)
    return Folded("".join(letters), starts, ends)


def _fold_into(
    text: str,
    offset: int,
    folded_so_far: tuple[list[str], array, array],
    capitals: bool,
    accents: bool,
    lines: bool,
) -> None:
    """Add a part of a text, which begins at `offset`, to what is folded so far, letter by letter."""
    letters, starts, ends = folded_so_far
    for start, end, cluster in _clusters(text):
        for letter in _fold_cluster(cluster, capitals, accents):
            if letter == "\n" and not lines:
                letter = " "
            if letter in SPACES and letters and letters[-1] in SPACES:
                letters[-1] = max(letters[-1], letter, key=SPACES.index)
                ends[-1] = offset + end
                continue
            letters.append(letter)
            starts.append(offset + start)
            ends.append(offset + end)


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each letter with the marks that belong to it, and where it starts and ends. What is invisible is left out."""
    start = end = -1
    cluster = ""
    for at, character in enumerate(text):
        if not character.isascii():
            if _is_invisible(character):
                continue
            if cluster and not cluster.isspace() and unicodedata.combining(character):
                cluster, end = cluster + character * (len(cluster) <= MOST_MARKS), at + 1
                continue
        elif character in CONTROLS:
            continue
        if cluster:
            yield start, end, cluster
        start, end, cluster = at, at + 1, character
    if cluster:
        yield start, end, cluster


@lru_cache(maxsize=10_000)
def _is_invisible(character: str) -> bool:
    return (
        character in FILLERS
        or character in SELECTORS
        or (unicodedata.category(character) in {"Cf", "Cc", "Me"} and not character.isspace())
    )


def _plain_form(letter: str) -> str:
    """Return a letter with its marks in Unicode's compatibility form, and a digit of any script as 0 to 9."""
    plain = unicodedata.normalize("NFKC", letter)
    if len(plain) > LONGEST_FORM * len(letter):
        return letter
    return (
        "".join(str(unicodedata.decimal(each)) for each in plain)
        if all(unicodedata.category(each) == "Nd" for each in plain)
        else plain
    )


@lru_cache(maxsize=10_000)
def _fold_cluster(cluster: str, capitals: bool, accents: bool) -> str:
    """Return one letter with its marks, folded. Spaces and ends of lines of every kind become " " and "\n"."""
    if cluster.isspace():
        return "\n" if cluster in LINE_ENDS else " "
    before = None
    while before != cluster:  # folding capitals can make a letter that folds again
        before = cluster
        cluster = _plain_form(cluster.translate(ONE_FORM))
        if not capitals:
            cluster = _plain_form(cluster.casefold())
        if not accents:
            apart = unicodedata.normalize("NFD", cluster.translate(PLAIN))
            cluster = unicodedata.normalize("NFC", "".join(one for one in apart if one not in ACCENTS))
    return " " if cluster.isspace() else cluster
