"""What is known everywhere and identifies nobody: brands, medicines, works, bodies, feasts. Pure.

The words are in data/known_things.txt, read once, when it is first needed. Nobody's full name is among them: a client may have it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def _lines(*, marked: str = "") -> Iterator[str]:
    """Yield the lines that begin with `marked`, without it, or those that begin with no mark."""
    for line in (DATA / "known_things.txt").read_text(encoding="utf-8").splitlines():
        if marked and line[:1] == marked:
            yield line[1:]
        elif not marked and line[:1] not in "#|?":
            yield line


@cache
def words() -> frozenset[str]:
    """Return the words that are nothing else: "dettol", "whatsapp"."""
    return frozenset(word for line in _lines(marked="|") for word in line.split())


@cache
def names_too() -> frozenset[str]:
    """Return the words that are names of people as well: "cabot", "timpson"."""
    return frozenset(word for line in _lines(marked="?") for word in line.split())


@cache
def phrases() -> frozenset[tuple[str, ...]]:
    """Return the phrases of two to six words, each as its words: "premier inn", "amy winehouse"."""
    return frozenset(tuple(phrase.split()) for line in _lines() for phrase in line.split(","))
