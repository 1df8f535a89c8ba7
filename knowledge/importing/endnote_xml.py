"""EndNote's XML, record by record. Entities, DTDs and addresses in it are refused."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from knowledge.importing.bounds import DEEPEST, MOST_OF_A_RECORD, Refused
from knowledge.importing.dates import date_in, fuller
from knowledge.importing.names import names_in
from knowledge.importing.records import RawRecord
from knowledge.importing.texts import addresses_in, doi_in, is_of_a_doi, isbn_in, issn_in, plain, pmid_in
from knowledge.importing.types import TYPE_OF_ENDNOTE

OF_PUBMED = re.compile(r"pubmed|medline|nlm|pmid", re.I)
PIECE = 65_536  # characters that are parsed at once
DECLARATION = re.compile(r"^\s{0,40}<\?xml[^>]{0,200}\?>")
NOT_XML = re.compile(
    r"&#(?:x0?[0-8bcefBCEF]|x1[0-9a-fA-F]|[0-8]|1[124-9]|2\d|3[01]);|[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
)
REFUSED = "It has a DTD or entities in it, which EndNote never writes and which are not read."
WITHOUT_CONTAINER = frozenset({"book", "report", "thesis", "manuscript", "pamphlet"})


class Records:
    """What the parser tells of a file: builds a tree of one record at a time, and keeps the line where each begins."""

    def __init__(self) -> None:
        self.parser: DefusedXMLParser | None = None
        self.builder: TreeBuilder | None = None  # of the record that is open
        self.depth = self.outer = self.length = self.line = 0
        self.whole: list[tuple[int, Element | None]] = []

    def start(self, tag: str, attrs: dict) -> None:
        """Begin an element, perhaps a record."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(f"More than {DEEPEST} elements are inside each other in it, so it can’t be read.")
        if self.builder is None and tag == "record" and self.parser is not None:
            self.line, self.outer, self.length = self.parser.parser.CurrentLineNumber, self.depth, 0
            self.builder = TreeBuilder()
        if self.builder is not None:
            self.builder.start(tag, attrs)

    def end(self, tag: str) -> None:
        """End an element, and put a record that is whole by."""
        if self.builder is not None:
            self.builder.end(tag)
            if self.depth == self.outer:
                self.whole.append(
                    (self.line, self.builder.close() if self.length <= MOST_OF_A_RECORD else None)
                )
                self.builder = None
        self.depth -= 1

    def data(self, data: str) -> None:
        """Text within a record, as far as it is kept."""
        if self.builder is not None:
            self.length += len(data)
            if self.length <= MOST_OF_A_RECORD:
                self.builder.data(data)

    def close(self) -> None:
        """Nothing is left: each record was put by when it ended."""


def read_endnote_xml(text: str) -> Iterator[RawRecord]:
    """Each record in `text`. The whole ones before a place that is no XML are read, the one there is refused."""
    records = Records()
    parser = DefusedXMLParser(target=records, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    records.parser = parser
    text = NOT_XML.sub("", DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text))
    for problem in _fed(parser, text):
        for line, element in records.whole:
            yield _record(line, element)
        records.whole.clear()
        if problem:
            line = records.line if records.builder is not None else parser.parser.CurrentLineNumber
            yield RawRecord(line, problem=problem)
            return


def _fed(parser: DefusedXMLParser, text: str) -> Iterator[str]:
    """Feed the text piece by piece, and say after each what is wrong with it, or ""."""
    try:
        for start in range(0, len(text), PIECE):
            parser.feed(text[start : start + PIECE])
            yield ""
        parser.close()
    except ParseError as error:
        yield f"From line {error.position[0]} on this is not whole XML, so it and what comes after it could not be read."
    except DefusedXmlException:
        yield REFUSED
    except Refused as refused:
        yield str(refused)
    else:
        yield ""


def _record(line: int, element: Element | None) -> RawRecord:
    record = RawRecord(line)
    if element is None:
        record.problem = f"It is longer than {MOST_OF_A_RECORD:,} characters, which is the most that is read of one record."
    else:
        record.raw = raw_item(element, record.warnings)
    return record


def _text(record: Element, *paths: str) -> str:
    """The text of the first of these that is there, that of its `style`s among it."""
    for path in paths:
        found = record.find(path)
        if found is not None and (text := plain("".join(found.itertext()))):
            return text
    return ""


def _texts(record: Element, path: str) -> list[str]:
    return [text for each in record.iterfind(path) if (text := plain("".join(each.itertext())))]


def raw_item(record: Element, warnings: list[str]) -> dict:
    """Return a record of EndNote as an unfinished item, and add to `warnings`."""
    item_type = _type(record, warnings)
    raw: dict = {"type": item_type, **_titles(record, item_type), **_identifiers(record)}
    for key, path in _name_paths(record, item_type).items():
        raw[key], doubts = names_in(_texts(record, f"contributors/{path}/author"))
        warnings += doubts
    return raw | {
        "volume": _text(record, "volume"),
        "issue": _text(record, "number") if item_type.startswith(("article", "paper")) else "",
        "number": "" if item_type.startswith(("article", "paper")) else _text(record, "number"),
        "page": "" if item_type in WITHOUT_CONTAINER else _text(record, "pages"),
        "number-of-pages": _text(record, "pages") if item_type in WITHOUT_CONTAINER else "",
        "edition": _text(record, "edition"),
        "section": _text(record, "section") if not item_type.startswith("article") else "",
        "publisher": _text(record, "publisher"),
        "publisher-place": _text(record, "pub-location"),
        "abstract": _text(record, "abstract"),
        "language": _text(record, "language"),
        "genre": _text(record, "work-type"),
        "keyword": "; ".join(dict.fromkeys(_texts(record, "keywords/keyword"))),
        "note": _text(record, "notes"),
        "issued": _issued(record),
        "accessed": date_in(_text(record, "access-date")),
    }


def _name_paths(record: Element, item_type: str) -> dict[str, str]:
    """Where the authors, editors and translators are. Of an edited book, the authors are editors."""
    if _kind(record) == "edited book":
        return {"editor": "authors", "translator": "translated-authors"}
    if item_type in ("book", "report"):  # where the secondary ones are those of the series
        return {"author": "authors", "translator": "translated-authors"}
    return {"author": "authors", "editor": "secondary-authors", "translator": "translated-authors"}


def _kind(record: Element) -> str:
    kind = record.find("ref-type")
    return plain(kind.get("name")).lower() if kind is not None else ""


def _type(record: Element, warnings: list[str]) -> str:
    kind = _kind(record)
    if kind not in TYPE_OF_ENDNOTE:
        warnings.append(
            f"Its type “{kind[:40]}” is not known here, so it is a document."
            if kind
            else "What it is was not said, so it is a document."
        )
    return TYPE_OF_ENDNOTE.get(kind, "document")


def _titles(record: Element, item_type: str) -> dict[str, str]:
    journal = _text(
        record, "periodical/full-title", "titles/secondary-title", "titles/alt-title", "periodical/abbr-1"
    )
    series = _text(record, "titles/tertiary-title")
    if item_type in WITHOUT_CONTAINER:
        series, journal = _text(record, "titles/secondary-title") or series, ""
    if item_type in ("chapter", "paper-conference"):
        journal = _text(record, "titles/secondary-title", "periodical/full-title")
    return {"title": _text(record, "titles/title"), "container-title": journal, "collection-title": series}


def _issued(record: Element) -> dict:
    year = _text(record, "dates/year")
    return fuller(date_in(year), date_in(_text(record, "dates/pub-dates/date"), year=year))


def _identifiers(record: Element) -> dict[str, str]:
    links = [link for text in _texts(record, "urls//url") for link in addresses_in(text)]
    own = [link for link in links if not is_of_a_doi(link)]
    number = _text(record, "isbn")
    is_pubmed = OF_PUBMED.search(_text(record, "remote-database-name") + _text(record, "accession-num"))
    return {
        "DOI": doi_in(_text(record, "electronic-resource-num")) or next(filter(None, map(doi_in, links)), ""),
        "URL": next(iter(own or links), ""),
        "ISBN": isbn_in(number),
        "ISSN": issn_in(number),
        "PMID": pmid_in(_text(record, "accession-num")) if is_pubmed else "",
    }
