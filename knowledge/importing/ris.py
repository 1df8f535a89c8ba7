"""RIS, as Scopus, Web of Science, Ovid, ProQuest, EBSCO, Cochrane, JSTOR, Zotero, Mendeley and EndNote write it."""

import re
from collections.abc import Iterator

from knowledge.importing.bounds import Refused, check_record
from knowledge.importing.dates import date_in, fuller
from knowledge.importing.finishing import WHOLE
from knowledge.importing.names import names_in
from knowledge.importing.records import RawRecord
from knowledge.importing.tagged import Lines, TaggedParser, all_of, first, lines_of
from knowledge.importing.texts import addresses_in, doi_in, is_of_a_doi, isbn_in, issn_in, pages_from
from knowledge.importing.types import TYPE_OF_RIS

ONE_SPACE = re.compile(
    r"[ \t\ufeff]{0,4}(?:T[Y12I3]|A[UBDN12345]|ER|[PDY][Y1A]|J[OFA]|VL|IS|[SE]P|SN|UR|KW|DO|N[12]) -(?: |$)"
)
TWO_SPACES = re.compile(r"[ \t\ufeff]{0,4}[A-Z][A-Z0-9](?:  |\t)[-–](?:[ \t]|$)")
PAGED = re.compile(r"\d{1,5}(?: ?p(?:p|ages)?\.?)?", re.I)
OTHER_FORMAT = re.compile(r"\s{0,4}@[A-Za-z]{3,20}\s{0,4}[{(]")
WITH_NUMBER_OF_PAGES = frozenset({"book", "report", "thesis", "pamphlet"})
SAID_PMID = re.compile(r"PMID:?\s{0,5}(\d{1,9})\b", re.I)
OF_THE_FILE = frozenset({"EF", "FN", "VR"})
OF_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.I)


class RisLines(TaggedParser):
    """Reads the lines of one record of RIS, with one space or two before the dash."""

    def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
        """Return the tag and the content of a line, or None and what continues the line before."""
        if not is_tag(line):
            return None, line.strip()
        line = line.lstrip(" \t\ufeff")
        return line[:2], line[2:].lstrip(" \t").lstrip("-–").strip()


def is_tag(line: str) -> bool:
    """Whether a line begins with a tag of RIS."""
    return bool(TWO_SPACES.match(line) or ONE_SPACE.match(line))


def read_ris(text: str) -> Iterator[RawRecord]:
    """Each record in `text`, also where its TY or ER is missing."""
    parser = RisLines()
    for lines in _cut(text):
        record = RawRecord(lines.number, warnings=lines.warnings)
        try:
            check_record(lines.text)
            if OTHER_FORMAT.match(lines.first):
                raise Refused("It is BibTeX within a file of RIS. Import it by itself.")
            record.raw = raw_item(parser.parse_record(lines.lines), record.warnings)
        except Refused as refused:
            record.problem = str(refused)
        yield record


def _cut(text: str) -> Iterator[Lines]:
    current: Lines | None = None
    for number, line in lines_of(text):
        tag = line.lstrip(" \t\ufeff")[:2] if is_tag(line) else ""
        if current and tag == "TY":
            if not OTHER_FORMAT.match(current.first):
                current.warnings.append("It has no line “ER”, so it ends where the next begins.")
            yield current
            current = None
        if tag == "ER":
            if current:
                yield current
            current = None
        elif current:
            current.add(line)
        elif (tag and tag not in OF_THE_FILE) or OTHER_FORMAT.match(line):
            current = Lines(number)
            current.add(line)
    if current:
        current.warnings.append("It has no line “ER”: the file may have been cut off.")
        yield current


def raw_item(values: dict[str, list[str]], warnings: list[str]) -> dict:
    """Return the values of a record's tags as an unfinished item, and add to `warnings`."""
    item_type = _type(first(values, "TY"), warnings)
    raw: dict = {
        "type": item_type,
        **_titles(values, item_type),
        **_numbers(values, item_type),
        **_plain_ones(values),
    }
    for key, tags in _name_tags(values, item_type).items():
        names, doubts = names_in(all_of(values, *tags))
        raw[key] = names
        warnings += doubts
    raw |= _dates(values)
    raw |= _identifiers(values)
    return raw


def _type(tag: str, warnings: list[str]) -> str:
    if not tag:
        warnings.append("It has no line “TY”, so what it is was not said: it is a document.")
    elif tag.upper() not in TYPE_OF_RIS:
        warnings.append(f"Its type “{tag[:40]}” is not known here, so it is a document.")
    return TYPE_OF_RIS.get(tag.upper(), "document")


def _titles(values: dict[str, list[str]], item_type: str) -> dict[str, str]:
    """The title, and those of what it is in. Of a whole book, T2 is the series; of an article, the journal."""
    title = first(values, "TI", "T1", "CT")
    if not title and item_type in WHOLE:
        title = first(values, "BT", "T2", "T3")
    inside = first(values, "JO", "JF", "T2", "BT", "JA", "J2", "J1")
    fullest = (
        max(all_of(values, "JF", "T2", "JO"), key=len, default="") if item_type.startswith("article") else ""
    )
    if item_type in ("chapter", "paper-conference"):
        inside = first(values, "BT", "T2", "JF", "JO", "JA", "J2")
    series = first(values, "T3")
    if item_type in WHOLE:
        inside = first(values, "T2") if first(values, "T2", "T3") != title else ""
    return {
        "title": title,
        "container-title": fullest or inside,
        "collection-title": series,
        "event-title": first(values, "C3"),
    }


def _numbers(values: dict[str, list[str]], item_type: str) -> dict[str, str]:
    """Volume, issue, pages and the like. SP is where a whole book has how many pages it has."""
    start, end = first(values, "SP"), first(values, "EP")
    in_all = item_type in WITH_NUMBER_OF_PAGES and not end and bool(PAGED.fullmatch(start))
    number = first(values, "M1", "C7") if item_type != "paper-conference" else first(values, "M1")
    issue = first(values, "IS", "CP")
    if (
        item_type == "report"
        and not number
        and not issn_in(first(values, "SN"))
        and not isbn_in(first(values, "SN"))
    ):
        number = first(values, "SN")
    return {
        "volume": first(values, "VL"),
        "issue": issue,
        "number": number,
        "page": "" if in_all else pages_from(start, end),
        "number-of-pages": "".join(filter(str.isdecimal, start)) if in_all else "",
    }


def _plain_ones(values: dict[str, list[str]]) -> dict[str, str]:
    return {
        "edition": first(values, "ET"),
        "publisher": first(values, "PB"),
        "publisher-place": first(values, "CY", "PP"),
        "abstract": first(values, "AB", "N2"),
        "language": first(values, "LA"),
        "section": first(values, "SE"),
        "genre": "" if doi_in(first(values, "M3")) else first(values, "M3"),
        "keyword": "; ".join(dict.fromkeys(all_of(values, "KW"))),
        "note": " ".join(dict.fromkeys(all_of(values, "N1"))),
    }


def _name_tags(values: dict[str, list[str]], item_type: str) -> dict[str, list[str]]:
    """Which tags have the authors, editors and translators. A record has its authors in AU or in A1, some in both."""
    authors = ["A1"] if not values.get("AU") else ["AU"]
    if first(values, "TY") == "EDBOOK" and not values.get("ED") and not values.get("A2"):
        return {"editor": authors, "translator": ["A4", "TA"]}
    editors = ["ED"] if values.get("ED") else ["A2"]
    if not values.get("ED") and not values.get("A2") and item_type in ("chapter", "paper-conference"):
        editors = ["A3"]
    return {"author": authors, "editor": editors, "translator": ["A4", "TA"]}


def _dates(values: dict[str, list[str]]) -> dict[str, dict]:
    issued: dict = {}
    for text in all_of(values, "PY", "Y1", "DA"):
        year = str(issued.get("date-parts", [[""]])[0][0])
        issued = fuller(issued, date_in(text, year=year))
    return {"issued": issued, "accessed": date_in(first(values, "Y2", "RD"))}


def _identifiers(values: dict[str, list[str]]) -> dict[str, str]:
    links = [link for text in all_of(values, "UR", "L2", "LK", "L1") for link in addresses_in(text)]
    own = [link for link in links if not is_of_a_doi(link)] if len(links) > 1 else links
    dois = map(
        doi_in, [*all_of(values, "DO", "DI", "M3"), *filter(is_of_a_doi, links), *all_of(values, "L3", "ID")]
    )
    numbers = " ; ".join(all_of(values, "SN", "BN"))
    return {
        "DOI": next(filter(None, dois), ""),
        "URL": next(iter(own or links), ""),
        "ISBN": isbn_in(numbers),
        "ISSN": issn_in(numbers),
        "PMID": _pmid(values),
    }


def _pmid(values: dict[str, list[str]]) -> str:
    """The number in PubMed, where a tag says that it is one."""
    if OF_PUBMED.search(" ".join(all_of(values, "DB", "DP"))) and (number := first(values, "AN")).isdecimal():
        return number
    for text in all_of(values, "AN", "C2", "U2", "N1", "PM"):
        if found := SAID_PMID.match(text):
            return found[1]
    return first(values, "PM") if first(values, "PM").isdecimal() else ""
