"""What is different between two texts, in words: what one has and the other has not."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"\s+|\S+")
MOST_WORDS = 1_200  # compared word by word; of longer passages, one is said to take the other's place


class Piece(NamedTuple):
    """A passage of a text: in both, only in the earlier one, or only in the later one."""

    text: str
    is_gone: bool = False
    is_new: bool = False


def differences(earlier: str, later: str) -> list[Piece]:
    """Return both texts in one, in pieces. Joining those that are not new gives `earlier`; not gone, `later`.

    Lines are compared first, then the words of the lines that differ, so that long texts take no time.
    """
    pieces: list[Piece] = []
    for old, new in _differing(earlier.splitlines(keepends=True), later.splitlines(keepends=True)):
        if old == new:
            pieces.append(Piece("".join(old)))
            continue
        pieces += _of_words(WORDS.findall("".join(old)), WORDS.findall("".join(new)))
    return pieces


def _differing(old: list[str], new: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return the passages of two lists side by side; those that are in both are equal."""
    matches = SequenceMatcher(a=old, b=new, autojunk=False) if len(old) + len(new) <= MOST_WORDS else None
    if matches is None:
        return [(old, new)]
    return [(old[a:b], new[c:d]) for _, a, b, c, d in matches.get_opcodes()]


def _of_words(old: list[str], new: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for gone, added in _differing(old, new):
        if gone == added:
            pieces.append(Piece("".join(gone)))
            continue
        if gone:
            pieces.append(Piece("".join(gone), is_gone=True))
        if added:
            pieces.append(Piece("".join(added), is_new=True))
    return pieces
