"""References in Harvard (Cite Them Right), Vancouver or APA: a list in its order, and what stands in a text. Pure."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kit.fold import fold
from knowledge.citations import marks
from knowledge.citations.kinds import for_harvard
from knowledge.citations.prepared import Item, prepared, year_of
from knowledge.citations.processor import STYLES, processed, style_named

HARVARD = "harvard"
NUMBERED = {"vancouver"}
NO_LETTERS = {"legislation", "bill", "legal_case"}
ARTICLES_OF_WORDS = ("the ", "a ", "an ")
NUMBER = re.compile(r"^\(?1[.)]?")
PLACES = {"URL": marks.ADDRESS, "DOI": marks.DOI}


@dataclass(frozen=True)
class Reference:
    """A reference as HTML, in which <i> is the only element, and as plain text; `place` is its item's in the list given."""

    html: str
    text: str
    place: int = field(default=0, compare=False)


def references(items: Iterable[Item], style: str = HARVARD) -> list[Reference]:
    """Return the reference list of `items` in its order: by author, year and title; Vancouver keeps the order given.

    Items that are cited alike, of one author and year, get letters. APA lists no personal communication. Raises KeyError for a style that there is not.
    """
    listed = list(items)
    letters = letters_of(listed, style)
    return [
        Reference(marks.as_html(marked), marks.as_text(marked), place)
        for place in ordered(listed, style)
        if (marked := _made(listed[place], style, letters.get(place, ""), number=place + 1))
    ]


def reference(item: Item, style: str = HARVARD) -> Reference:
    """Return the reference of one item, an empty one where nothing is known of it."""
    made = references([item], style)
    return made[0] if made else Reference("", "")


def cited_in_text(item: Item, style: str = HARVARD, *, among: Sequence[Item] = ()) -> str:
    """Return what stands in a text for `item`, as plain text: "(Petch, 2012)".

    With the items of the whole list in `among`, its letter or, in Vancouver, its number is that of the list.
    """
    listed = list(among) if item in among else [item]
    place = listed.index(item)
    letter = letters_of(listed, style).get(place, "")
    return marks.as_text(_made(item, style, letter, number=place + 1, in_text=True))


def ordered(items: Sequence[Item], style: str = HARVARD) -> list[int]:
    """Return the places of `items` in the order of a reference list."""
    places = range(len(items))
    return (
        list(places)
        if _checked(style) in NUMBERED
        else sorted(places, key=lambda place: _order(items[place]))
    )


def letters_of(items: Sequence[Item], style: str = HARVARD) -> dict[int, str]:
    """Return "a", "b", ... for the places of items that would be cited alike."""
    if _checked(style) in NUMBERED:
        return {}
    alike = defaultdict(list)
    for place in ordered(items, style):
        if items[place].get("type") not in NO_LETTERS:
            alike[_made(items[place], style, "", in_text=True)].append(place)
    return {
        place: letter(number)
        for places in alike.values()
        if len(places) > 1
        for number, place in enumerate(places)
    }


def letter(number: int) -> str:
    """a, b, ..., z, aa, ab, ..."""
    first = letter(number // 26 - 1) if number >= 26 else ""
    return first + chr(ord("a") + number % 26)


def _checked(style: str) -> str:
    if style not in STYLES:
        raise KeyError(style)
    return style


def _order(item: Item) -> tuple:
    """Return what an item is sorted by: its authors one by one, or the title, then the year and the title."""
    ready = prepared(item)
    people = [] if ready["type"] == "motion_picture" else ready.get("author") or _editors(ready)
    if people:
        lead = [(_key(_family(name)), _key(name.get("given", ""))) for name in people]
    else:
        container = ready.get("container-title") if ready["type"].startswith("article-") else ""
        lead = [(_key(container or ready.get("title") or ready.get("URL", "")), "")]
    year = year_of(item)
    return lead, year is None, year or 0, _key(ready.get("title", ""))


def _editors(ready: Item) -> list[dict]:
    return [] if ready["type"] in ("chapter", "paper-conference") else ready.get("editor", [])


def _family(name: dict) -> str:
    return name.get("literal") or f"{name.get('non-dropping-particle', '')} {name['family']}".strip()


def _key(text: str) -> str:
    """Return `text` as it is sorted: folded, without accents, signs or an article at its beginning."""
    key = fold(
        "".join(each for each in text if each.isalnum() or each.isspace() or each in "-’"), accents=False
    )
    return next((key.removeprefix(word) for word in ARTICLES_OF_WORDS if key.startswith(word)), key)


def _made(item: Item, style: str, letter: str, *, number: int = 1, in_text: bool = False) -> str:
    if style not in NUMBERED:
        number = 1
    written = json.dumps(item, sort_keys=True, ensure_ascii=False, default=str)
    return _made_of(written, style, letter, number, in_text)


@lru_cache(maxsize=8192)
def _made_of(written: str, style: str, letter: str, number: int, in_text: bool) -> str:
    """Return the marked reference of an item that is written as JSON. What was made is kept: pages show it again."""
    ready = prepared(json.loads(written))
    if style == HARVARD:
        ready = for_harvard(ready)
    if letter:
        ready["year-suffix"] = letter
    addresses = {PLACES[name]: ready[name] for name in PLACES if name in ready}
    ready |= {name: sign for name, sign in PLACES.items() if name in ready}
    marked = marks.tidied(processed(ready, style=style_named(style), in_text=in_text))
    if style == "apa":
        marked = marks.with_punctuation_inside(marked)
    marked = marks.with_quotes(marked, double_outside=style != HARVARD).replace(marks.DOTS, "...")
    if style in NUMBERED:
        marked = NUMBER.sub(f"{number}. " if not in_text else f"({number})", marked, count=1)
    for sign, address in addresses.items():
        marked = marked.replace(sign, address)
    return marked
