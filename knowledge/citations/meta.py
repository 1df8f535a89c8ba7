"""What tells machines of a publication on a page: citation_* meta tags, and COinS, which Zotero's button reads. Pure."""

from collections.abc import Iterator
from urllib.parse import urlencode

from knowledge.citations.prepared import Item
from knowledge.citations.ris import particle_of

PLAIN = {
    "title": "citation_title",
    "volume": "citation_volume",
    "issue": "citation_issue",
    "DOI": "citation_doi",
    "PMID": "citation_pmid",
    "ISBN": "citation_isbn",
    "ISSN": "citation_issn",
    "language": "citation_language",
    "abstract": "citation_abstract",
    "URL": "citation_public_url",
}
CONTAINERS = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "article-newspaper": "citation_journal_title",
    "chapter": "citation_inbook_title",
    "paper-conference": "citation_conference_title",
}
PUBLISHERS = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
ARTICLES = ("article-journal", "article-magazine", "article-newspaper")
GENRES = {"book": "book", "chapter": "bookitem", "paper-conference": "proceeding", "report": "report"}
OF_A_JOURNAL = {
    "volume": "volume",
    "issue": "issue",
    "ISSN": "issn",
    "page": "pages",
    "container-title": "jtitle",
}
OF_A_BOOK = {
    "publisher": "pub", "publisher-place": "place", "edition": "edition", "ISBN": "isbn", "page": "pages",
    "collection-title": "series",
}  # fmt: skip
OF_A_THESIS = {"publisher": "inst", "genre": "degree", "ISBN": "isbn"}
DUBLIN_CORE = {"publisher": "publisher", "abstract": "description", "language": "language"}


def citation_meta(item: Item) -> list[tuple[str, str]]:
    """Return the names and contents of citation_* meta tags for `item`, one tag for each author."""
    return [(name, text) for name, text in _meta(item) if text]


def _meta(item: Item) -> Iterator[tuple[str, str]]:
    kind = item.get("type", "")
    yield from ((tag, str(item.get(name, ""))) for name, tag in PLAIN.items())
    yield from (("citation_author", _name(person)) for person in item.get("author", []))
    yield from (("citation_editor", _name(person)) for person in item.get("editor", []))
    yield "citation_publication_date", _day(item, "/")
    yield CONTAINERS.get(kind, "citation_series_title"), str(item.get("container-title", ""))
    yield PUBLISHERS.get(kind, "citation_publisher"), str(item.get("publisher", ""))
    if kind == "report":
        yield "citation_technical_report_number", str(item.get("number", ""))
    first, _, last = str(item.get("page", "")).partition("-")
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield from (("citation_keywords", word) for word in str(item.get("keyword", "")).split("; "))


def coins(item: Item) -> str:
    """Return what stands in the title of <span class="Z3988">: `item` as a context object of OpenURL, not escaped for HTML."""
    pairs = [("ctx_ver", "Z39.88-2004"), *((name, text) for name, text in _context(item) if text)]
    return urlencode(pairs)


def _context(item: Item) -> Iterator[tuple[str, str]]:
    kind = item.get("type", "")
    if "DOI" in item:
        yield "rft_id", f"info:doi/{item['DOI']}"
    if "PMID" in item:
        yield "rft_id", f"info:pmid/{item['PMID']}"
    yield "rft_id", str(item.get("URL", ""))
    schema, genre, title, names = _schema(kind)
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{schema}"
    yield "rft.genre" if schema != "dc" else "rft.type", genre
    yield f"rft.{title}", str(item.get("title", ""))
    if kind in ("chapter", "paper-conference"):
        yield "rft.btitle", str(item.get("container-title", ""))
    yield from ((f"rft.{key}", str(item.get(name, ""))) for name, key in names.items())
    yield "rft.date", _day(item, "-")
    yield from _people(item, schema)


def _schema(kind: str) -> tuple[str, str, str, dict[str, str]]:
    """Return which of OpenURL's schemas has an item, its genre, where the title stands, and what else it has."""
    if kind in ARTICLES:
        return "journal", "article", "atitle", OF_A_JOURNAL
    if kind == "thesis":
        return "dissertation", "dissertation", "title", OF_A_THESIS
    if kind in GENRES:
        return (
            "book",
            GENRES[kind],
            "atitle" if kind in ("chapter", "paper-conference") else "btitle",
            OF_A_BOOK,
        )
    return "dc", kind, "title", DUBLIN_CORE


def _people(item: Item, schema: str) -> Iterator[tuple[str, str]]:
    people = item.get("author", [])
    first = people[0] if people else {}
    if schema != "dc" and "family" in first:
        yield "rft.aulast", " ".join(filter(None, [particle_of(first), first["family"]]))
        yield "rft.aufirst", first.get("given", "")
    for person in people:
        whole = "creator" if schema == "dc" else "au" if "family" in person else "aucorp"
        yield f"rft.{whole}", _name(person)


def _name(person: dict) -> str:
    """Family, Given; an organisation as it is."""
    if "family" not in person:
        return person.get("literal") or person.get("given", "")
    family = " ".join(filter(None, [particle_of(person), person["family"]]))
    return ", ".join(filter(None, [family, person.get("given"), person.get("suffix")]))


def _day(item: Item, sign: str) -> str:
    parts = (item.get("issued", {}).get("date-parts") or [[]])[0]
    return sign.join([str(part).zfill(2) for part in parts[:3]])
