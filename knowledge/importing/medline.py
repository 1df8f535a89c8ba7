"""PubMed's own format (MEDLINE, .nbib)."""

import re
from collections.abc import Iterator

from knowledge.importing.bounds import Refused, check_record
from knowledge.importing.dates import date_in, fuller
from knowledge.importing.names import name_in
from knowledge.importing.records import RawRecord
from knowledge.importing.tagged import Lines, TaggedParser, all_of, first, lines_of
from knowledge.importing.texts import doi_in, isbn_in, issn_in
from knowledge.importing.types import TYPE_OF_PUBMED

TAG = re.compile(r"[\ufeff]?([A-Z]{2,4}) {0,2}-(?: |$)")
BRACKETS = re.compile(r"\[[^\[\]]{1,40}\]\s{0,5}$")
LANGUAGES = {
    "eng": "en",
    "fre": "fr",
    "ger": "de",
    "spa": "es",
    "ita": "it",
    "dut": "nl",
    "por": "pt",
    "wel": "cy",
}


class MedlineLines(TaggedParser):
    """Reads the lines of one record: a tag of up to four letters, and lines that six spaces continue."""

    def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
        """Return the tag and the content of a line, or None and what continues the line before."""
        found = TAG.match(line)
        return (found[1], line[found.end() :].strip()) if found else (None, line.strip())


def read_medline(text: str) -> Iterator[RawRecord]:
    """Each record in `text`: from one PMID to the next."""
    parser = MedlineLines()
    for lines in _cut(text):
        record = RawRecord(lines.number, warnings=lines.warnings)
        try:
            check_record(lines.text)
            record.raw = raw_item(parser.parse_record(lines.lines), record.warnings)
        except Refused as refused:
            record.problem = str(refused)
        yield record


def _cut(text: str) -> Iterator[Lines]:
    """Records begin with PMID, or, where that is missing, with the first tag after a blank line that can't go on."""
    current: Lines | None = None
    is_blank, has_title = True, False
    for number, line in lines_of(text):
        found = TAG.match(line)
        tag = found[1] if found else ""
        begins = tag == "PMID" or (tag in ("OWN", "STAT", "TI", "FAU") and is_blank and has_title)
        if current and begins:
            yield current
        if begins or (tag and not current):
            current, has_title = Lines(number), False
        has_title = has_title or tag in ("TI", "BTI")
        if current and line.strip():
            current.add(line)
        is_blank = not line.strip()
    if current:
        yield current


def raw_item(values: dict[str, list[str]], warnings: list[str]) -> dict:
    """Return the values of a record's tags as an unfinished item, and add to `warnings`."""
    item_type = _type(values)
    title = first(values, "TI", "BTI", "TT", "CTI")
    raw = {
        "type": item_type,
        "title": _without_brackets(title),
        "author": [name for name in map(name_in, _authors(values)) if name] + _bodies(values),
        "editor": [name for name in map(name_in, all_of(values, "FED") or all_of(values, "ED")) if name],
        "issued": fuller(date_in(first(values, "DP")), date_in(first(values, "DEP"))),
        "container-title": first(values, "BTI") if item_type == "chapter" else first(values, "JT", "TA"),
        "volume": first(values, "VI"),
        "issue": first(values, "IP"),
        "page": first(values, "PG"),
        "publisher": first(values, "PB"),
        "publisher-place": first(values, "PP") or first(values, "PL")
        if item_type in ("book", "chapter")
        else "",
        "edition": first(values, "EN"),
        "collection-title": first(values, "CTI") if title != first(values, "CTI") else "",
        "PMID": first(values, "PMID"),
        "DOI": _doi(values),
        "ISBN": isbn_in(" ; ".join(all_of(values, "ISBN"))),
        "ISSN": issn_in(" ; ".join(all_of(values, "IS"))),
        "abstract": first(values, "AB", "OAB"),
        "language": LANGUAGES.get(first(values, "LA"), first(values, "LA")),
        "keyword": "; ".join(dict.fromkeys(all_of(values, "OT", "MH"))),
        "note": " ".join(all_of(values, "GN")),
    }
    if item_type == "book":
        raw["container-title"] = ""
    return raw


def _type(values: dict[str, list[str]]) -> str:
    kinds = [kind.lower() for kind in all_of(values, "PT")]
    found = next((TYPE_OF_PUBMED[kind] for kind in kinds if kind in TYPE_OF_PUBMED), "")
    if found == "book" and first(values, "TI") and first(values, "BTI"):
        return "chapter"
    return found or ("book" if first(values, "BTI") and not first(values, "TI") else "article-journal")


def _authors(values: dict[str, list[str]]) -> list[str]:
    """The names in full where they are, else those with initials."""
    full, short = all_of(values, "FAU"), all_of(values, "AU")
    return full if len(full) >= len(short) else short


def _bodies(values: dict[str, list[str]]) -> list[dict]:
    return [{"literal": body} for body in all_of(values, "CN")]


def _without_brackets(title: str) -> str:
    """A title without the full stop that PubMed adds, and without the brackets round one that it translated."""
    bare = title.rstrip(".")
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].rstrip(".")
    return title if title.endswith("...") or not bare else bare


def _doi(values: dict[str, list[str]]) -> str:
    named = [text for text in all_of(values, "LID", "AID", "SO") if "[doi]" in text or "doi:" in text.lower()]
    return next(filter(None, map(doi_in, (BRACKETS.sub("", text) for text in named))), "")
