"""Where in a text to look: around the signs without which a pattern finds nothing. Pure. Most of a text has none."""

import re
from collections.abc import Iterator

BEFORE, AFTER = 100, 124  # characters around a sign; no pattern needs more than 100
STEP = 24  # characters after a sign in which no other is looked for: what AFTER has more than is needed
LONGEST_WORD = 60
A_WORD = re.compile(r"\w{1,40}")

Windows = list[tuple[int, int]]


def windows_of(text: str, sign: re.Pattern) -> Windows:
    """Return the stretches of `text` around each match of `sign`, in order, none overlapping, cut at spaces."""
    found: list[list[int]] = []
    at = 0
    while match := sign.search(text, at):
        at = match.end() + STEP
        start, end = max(0, match.start() - BEFORE), min(len(text), match.end() + AFTER)
        if found and start <= found[-1][1]:
            found[-1][1] = end
        else:
            found.append([start, end])
    return [(_cut_before(text, start), _cut_after(text, end)) for start, end in found]


def windows_of_words(text: str, words: frozenset[str]) -> Windows:
    """Return the stretches of `text` around each word, in any case, that is one of `words`, as `windows_of` does."""
    found: list[list[int]] = []
    free = 0
    for match in A_WORD.finditer(text):
        if match.start() < free or match.group().lower() not in words:
            continue
        free = match.end() + STEP
        start, end = max(0, match.start() - BEFORE), min(len(text), match.end() + AFTER)
        if found and start <= found[-1][1]:
            found[-1][1] = end
        else:
            found.append([start, end])
    return [(_cut_before(text, start), _cut_after(text, end)) for start, end in found]


def matches(pattern: re.Pattern, text: str, windows: Windows) -> Iterator[re.Match]:
    """Yield each match of `pattern` in the windows of a text."""
    for start, end in windows:
        yield from pattern.finditer(text, start, end)


def _cut_before(text: str, start: int) -> int:
    space = text.find(" ", start, start + LONGEST_WORD) if start else 0
    return max(start, space)


def _cut_after(text: str, end: int) -> int:
    space = text.rfind(" ", end - LONGEST_WORD, end) if end < len(text) else -1
    return end if space < 0 else space
