"""Items as files that other programs read: RIS, BibTeX and CSL-JSON. What is written here, knowledge/importing reads back."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from knowledge.citations.bibtex import as_bibtex
from knowledge.citations.prepared import Item, plain, year_of
from knowledge.citations.references import letter
from knowledge.citations.ris import as_ris

NOT_OF_A_KEY = re.compile(r"[^A-Za-z0-9]")


def exported(items: Iterable[Item], form: str) -> bytes:
    """Return `items` as a file in UTF-8; `form` is "ris", "bibtex" or "csl-json". Raise KeyError for another."""
    listed = [one_line(item) for item in items]
    return WRITTEN[form](listed).encode()


def keys_of(items: Sequence[Item]) -> list[str]:
    """Return a key for each of `items`, such as petch2012, and petch2012a for the next of that name and year."""
    keys: list[str] = []
    taken: set[str] = set()
    for item in items:
        people = item.get("author") or item.get("editor") or [{"family": item.get("title", "")}]
        name = people[0].get("family") or people[0].get("literal") or ""
        bare = key = f"{_ascii(name)[:30] or 'item'}{year_of(item) or ''}"
        number = 0
        while key in taken:
            key, number = bare + letter(number), number + 1
        taken.add(key)
        keys.append(key)
    return keys


def one_line(item: Item) -> Item:
    """Return `item` with each text in one line and composed, and nothing that is empty."""
    tidy = {name: _tidy(value) for name, value in item.items()}
    return {name: value for name, value in tidy.items() if value not in ("", [], {}, None)}


def _tidy(value):
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        people = [{part: plain(text) for part, text in person.items() if text} for person in value]
        return [person for person in people if person]
    return value


def _ascii(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return NOT_OF_A_KEY.sub("", apart).lower()


def as_csl_json(items: Sequence[Item]) -> str:
    """Return the items as they are, each with an id."""
    named = [{"id": key} | item for key, item in zip(keys_of(items), items, strict=True)]
    return json.dumps(named, ensure_ascii=False, indent=1) + "\n"


WRITTEN: dict[str, Callable[[Sequence[Item]], str]] = {
    "ris": as_ris,
    "bibtex": lambda items: as_bibtex(items, keys_of(items)),
    "csl-json": as_csl_json,
}
