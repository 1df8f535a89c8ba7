"""Marks as a page's script reads them: places are counted as JavaScript counts, in units of UTF-16. Pure."""

from bisect import bisect_left
from collections.abc import Iterable

from kit.privacy.marks import Mark

BEYOND = "\uffff"  # from here on, a character is two units long


def as_json(text: str, marks: Iterable[Mark]) -> list[dict]:
    """Return the marks of `text` for a script, in order."""
    places = _Places(text)
    return [
        {
            "start": places.of(mark.start),
            "end": places.of(mark.end),
            "passage": mark.passage,
            "kind": mark.kind.value,
            "what": mark.what,
            "certainty": mark.certainty.value,
            "reason": mark.reason,
            "suggestion": mark.suggestion,
            "replacements": list(mark.replacements),
            "group": mark.group,
            "cut_start": places.of(mark.cut_start),
            "cut_end": places.of(mark.cut_end),
            "kept": mark.kept or None,
        }
        for mark in marks
    ]


class _Places:
    """Where the characters of a text are in units of UTF-16."""

    def __init__(self, text: str):
        self.beyond = [at for at, character in enumerate(text) if character > BEYOND]

    def of(self, place: int) -> int:
        """Return the place of a character."""
        return place + bisect_left(self.beyond, place)
