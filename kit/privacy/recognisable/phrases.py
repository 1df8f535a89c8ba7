"""The list of phrases that tell something unusual of somebody (data/attributes.txt), read once."""

import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from kit.privacy.recognisable.kinds import AttributeKind

DATA = Path(__file__).parent / "data" / "attributes.txt"
HEADING = re.compile(r"\[(?P<kind>\w+) (?P<weight>\d) \| (?P<blurred>[^\]]+)\]")
COMMA = re.compile(r",(?![^(]{0,200}\))")  # not one inside brackets
CHOICE = re.compile(r"\(([^()]*)\)")


class Phrase(NamedTuple):
    """What a phrase of the list tells, and which of its words count with a capital alone."""

    kind: AttributeKind
    weight: int
    blurred: str
    capitals: frozenset[int] = frozenset()


@cache
def phrases() -> dict[tuple[str, ...], Phrase]:
    """Return what each phrase of the list tells, by its words in small letters. The first telling of a phrase counts."""
    found: dict[tuple[str, ...], Phrase] = {}
    tells: Phrase | None = None
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if heading := HEADING.fullmatch(line.strip()):
            tells = Phrase(AttributeKind(heading["kind"]), int(heading["weight"]), heading["blurred"])
        elif tells is not None and line.strip() and not line.startswith("#"):
            for written in COMMA.split(line):
                _add(found, written, tells)
    return found


@cache
def first_words() -> frozenset[str]:
    """Return the words with which a phrase begins."""
    return frozenset(key[0] for key in phrases())


@cache
def longest() -> int:
    """Return how many words the longest phrase has."""
    return max(map(len, phrases()))


def _add(found: dict[tuple[str, ...], Phrase], written: str, tells: Phrase) -> None:
    for words in spelled_out(written):
        key = tuple(word.lstrip("=").lower() for word in words)
        capitals = frozenset(at for at, word in enumerate(words) if word.startswith("="))
        if key:
            found.setdefault(key, tells._replace(capitals=capitals))


def spelled_out(written: str) -> list[list[str]]:
    """Return each phrase that `written` stands for, as its words: "lost (a|his) leg" is two."""
    parts = CHOICE.split(written)  # what stands in brackets is every second part
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return ["".join(chosen).replace("-", " ").split() for chosen in product(*choices)]
