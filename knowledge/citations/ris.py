"""RIS: a line for each value of an item, its tag before it. Pure."""

import re
from collections.abc import Iterator, Sequence

from knowledge.citations.prepared import Item
from knowledge.importing.types import RIS_OF

PLAIN = {
    "title": "TI", "container-title": "T2", "collection-title": "T3", "volume": "VL", "issue": "IS", "edition": "ET",
    "publisher": "PB", "publisher-place": "CY", "DOI": "DO", "ISBN": "SN", "ISSN": "SN", "URL": "UR", "abstract": "AB",
    "language": "LA", "number": "M1", "genre": "M3", "event-title": "C3", "section": "SE", "note": "N1",
}  # fmt: skip
PEOPLE = {"author": "AU", "editor": "A2", "translator": "A4"}
WITH_NUMBER_OF_PAGES = ("book", "report", "thesis", "pamphlet")
FROM_TO = re.compile(r"([^\s,-]{1,20})-([^\s,-]{1,20})")


def as_ris(items: Sequence[Item]) -> str:
    """Return `items` as RIS, with the line ends that it asks for."""
    return "".join(f"{tag}  - {text}\r\n" for item in items for tag, text in [*_lines(item), ("ER", "")])


def _lines(item: Item) -> Iterator[tuple[str, str]]:
    yield "TY", RIS_OF.get(item.get("type", ""), "GEN")
    for role, tag in PEOPLE.items():
        yield from ((tag, _name(person)) for person in item.get(role, []))
    yield from _dates(item)
    yield from ((tag, str(item[name])) for name, tag in PLAIN.items() if name in item)
    yield from _pages(item)
    yield from (("KW", word) for word in str(item.get("keyword", "")).split("; ") if word)
    if "PMID" in item:
        yield "DB", "PubMed"
        yield "AN", str(item["PMID"])


def _name(person: dict) -> str:
    """Family, Given, Suffix; the name of an organisation has a comma at its end, so that it is not taken apart."""
    if "family" not in person:
        return f"{person.get('literal') or person.get('given', '')},"
    family = " ".join(filter(None, [particle_of(person), person["family"]]))
    return ", ".join(filter(None, [family, person.get("given"), person.get("suffix")]))


def particle_of(person: dict) -> str:
    """Return "van der", whichever of the two kinds of particles it is."""
    return person.get("non-dropping-particle") or person.get("dropping-particle") or ""


def _dates(item: Item) -> Iterator[tuple[str, str]]:
    issued = item.get("issued", {})
    if parts := (issued.get("date-parts") or [[]])[0]:
        yield "PY", str(parts[0])
        if len(parts) > 1:
            yield "DA", slashed(parts)
    elif said := issued.get("literal") or issued.get("raw"):
        yield "PY", str(said)
    accessed = item.get("accessed", {})
    if parts := (accessed.get("date-parts") or [[]])[0]:
        yield "Y2", slashed(parts)


def slashed(parts: Sequence[int]) -> str:
    """Return 2012/03/01/, or 2012/03// where the day is not known."""
    padded = [f"{int(parts[0]):04}", *(f"{int(part):02}" for part in parts[1:3])]
    return "/".join([*padded, "", "", ""][:4])


def _pages(item: Item) -> Iterator[tuple[str, str]]:
    page = str(item.get("page", ""))
    if found := FROM_TO.fullmatch(page):
        yield "SP", found[1]
        yield "EP", found[2]
    elif page:
        yield "SP", page
    elif item.get("type") in WITH_NUMBER_OF_PAGES and "number-of-pages" in item:
        yield "SP", str(item["number-of-pages"])
