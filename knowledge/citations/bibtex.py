"""BibTeX, with the fields of BibLaTeX where BibTeX has none. Letters beyond ASCII stay as they are. Pure."""

from collections.abc import Iterator, Sequence

from bibtexparser import Library, writer
from bibtexparser.model import Block, Entry, Field

from knowledge.citations.prepared import Item
from knowledge.citations.ris import particle_of
from knowledge.importing.types import BIBTEX_OF

ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%&$#_"},
    }
)
LIGATURES = (("--", "-{}-"), ("''", "'{}'"), ("``", "`{}`"))
PLAIN = {
    "title": "title", "collection-title": "series", "volume": "volume", "edition": "edition", "publisher-place": "address",
    "abstract": "abstract", "language": "language", "number-of-pages": "pagetotal", "genre": "type",
    "event-title": "eventtitle", "section": "chapter", "note": "note",
}  # fmt: skip
BARE = {"DOI": "doi", "PMID": "pmid", "ISBN": "isbn", "ISSN": "issn", "URL": "url"}
PUBLISHER = {"report": "institution", "thesis": "school"}


def as_bibtex(items: Sequence[Item], keys: Sequence[str]) -> str:
    """Return `items` as BibTeX, each under its key."""
    entries: list[Block] = [
        Entry(entry, key, [Field(name, f"{{{text}}}") for name, text in _fields(item, subtype)])
        for item, key in zip(items, keys, strict=True)
        for entry, subtype in [BIBTEX_OF.get(item.get("type", ""), ("misc", ""))]
    ]
    return writer.write(Library(entries))


def escaped(text: object) -> str:
    """Return `text` with what LaTeX would read as something else written so that it means itself."""
    safe = str(text).translate(ESCAPED)
    for ligature, apart in LIGATURES:
        while ligature in safe:
            safe = safe.replace(ligature, apart)
    return safe


def _fields(item: Item, subtype: str) -> Iterator[tuple[str, str]]:
    kind = item.get("type", "document")
    for role in ("author", "editor", "translator"):
        if role in item:
            yield role, " and ".join(map(_name, item[role]))
    yield from ((field, escaped(item[name])) for name, field in PLAIN.items() if name in item)
    yield from ((field, str(item[name])) for name, field in BARE.items() if name in item)
    if "container-title" in item:
        yield "journal" if kind.startswith("article") else "booktitle", escaped(item["container-title"])
    if "publisher" in item:
        yield PUBLISHER.get(kind, "publisher"), escaped(item["publisher"])
    if "page" in item:
        yield "pages", str(item["page"]).translate(ESCAPED).replace("-", "--")
    if "keyword" in item:
        yield "keywords", _keywords(escaped(item["keyword"]))
    yield from _numbers(item, kind)
    yield from _dates(item)
    if subtype or kind == "document":  # @misc with an address and a day is elsewhere read as a web page
        yield "entrysubtype", subtype or kind


def _keywords(words: str) -> str:
    """Return keywords with a semicolon somewhere, if one of them has a comma in it."""
    return words + ";" if "," in words and ";" not in words else words


def _numbers(item: Item, kind: str) -> Iterator[tuple[str, str]]:
    """Of an article, BibTeX's number is the issue, and the number of the article itself is its eid."""
    issue, number = item.get("issue"), item.get("number")
    if kind.startswith("article"):
        named = {"number": issue, "eid": number}
    elif kind == "paper-conference" and "volume" in item and not issue:
        named = {"eid": number}
    else:
        named = {"issue": issue, "number": number}
    yield from ((field, escaped(text)) for field, text in named.items() if text)


def _dates(item: Item) -> Iterator[tuple[str, str]]:
    issued = item.get("issued", {})
    if parts := (issued.get("date-parts") or [[]])[0]:
        yield "year", str(parts[0])
        if len(parts) > 1:
            yield "date", _day(parts)
    elif said := issued.get("literal") or issued.get("raw"):
        yield "year", escaped(said)
    if parts := (item.get("accessed", {}).get("date-parts") or [[]])[0]:
        yield "urldate", _day(parts)


def _day(parts: Sequence[int]) -> str:
    return "-".join([f"{int(parts[0]):04}", *(f"{int(part):02}" for part in parts[1:3])])


def _name(person: dict) -> str:
    """von Family, Jr., Given; in braces what is not to be taken apart."""
    if "family" not in person:
        return f"{{{escaped(person.get('literal') or person.get('given', ''))}}}"
    family = _whole(person["family"])
    before = " ".join(filter(None, [escaped(particle_of(person)), family]))
    after = [_whole(person[part], given=True) for part in ("suffix", "given") if person.get(part)]
    return ", ".join([before, *after])


def _whole(text: str, *, given: bool = False) -> str:
    """Return a part of a name, in braces where BibTeX would read a small word in it as a particle or as “and”."""
    words = text.split()
    small = any(word == "and" or (not given and word[:1].islower()) for word in words)
    return f"{{{escaped(text)}}}" if small or "," in text else escaped(text)
