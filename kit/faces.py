"""Which font files a paper needs for letters that its own typefaces lack, such as those of names in other scripts.

`build.mjs` copies the files, and writes down which letters each of them holds. A paper loads only those that it needs, so
that one without such names costs nothing more.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from django.conf import settings

FONTS = settings.BASE_DIR / "static" / "dist" / "fonts"
LAST_LATIN = 0x24F  # up to here the papers' own typefaces have the letters
ELSEWHERE = range(0x1E00, 0x1EA0), range(0x2000, 0x2C00)  # Latin letters with marks, punctuation and symbols
RANGE = re.compile(r"U\+([0-9a-f]{1,6})(?:-([0-9a-f]{1,6}))?", re.IGNORECASE)


def files_for(text: str) -> list[str]:
    """Return the names of the font files that `text` needs beside the papers' own, in a settled order."""
    return sorted({file for letter in _letters(text) if (file := _file_with(letter))})


def _letters(text: str) -> Iterable[int]:
    """Return the letters of `text` that the papers' own typefaces lack, each once."""
    found = {ord(letter) for letter in set(text)}
    return (each for each in found if each > LAST_LATIN and not any(each in own for own in ELSEWHERE))


def _file_with(letter: int) -> str | None:
    """Return the first file that holds `letter`, or None where none does."""
    starts, ends, files = _table()
    place = bisect_right(starts, letter) - 1
    return files[place] if place >= 0 and letter <= ends[place] else None


@cache
def _table() -> tuple[list[int], list[int], list[str]]:
    """Return ranges of letters that do not overlap, in their order: where each starts, where it ends, and its file."""
    owner: dict[int, str] = {}
    for file, ranges in json.loads((FONTS / "names.json").read_text()):
        for match in RANGE.finditer(ranges):
            first, last = int(match[1], 16), int(match[2] or match[1], 16)
            for letter in range(max(first, LAST_LATIN + 1), last + 1):
                owner.setdefault(letter, file)
    starts: list[int] = []
    ends: list[int] = []
    files: list[str] = []
    for letter in sorted(owner):
        if files and files[-1] == owner[letter] and ends[-1] == letter - 1:
            ends[-1] = letter
        else:
            starts.append(letter)
            ends.append(letter)
            files.append(owner[letter])
    return starts, ends, files
