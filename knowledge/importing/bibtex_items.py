"""The fields of an entry of BibTeX as those of an item."""

import re
from collections.abc import Callable

from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import Entry

from knowledge.importing.bounds import MOST_NAMES, Refused, check_field
from knowledge.importing.dates import date_in, fuller
from knowledge.importing.latex import unescaped, without_latex
from knowledge.importing.names import is_body, is_others, name_in, one_by_one, person
from knowledge.importing.strings import Strings
from knowledge.importing.texts import addresses_in, doi_in, plain, pmid_in
from knowledge.importing.types import SUBTYPES, TYPE_OF_BIBTEX

VANCOUVER = re.compile(r"^[^,{}\\]{2,60} [A-Z]{1,3}$")
EXTENDED = re.compile(
    r"\b(family|given|suffix|prefix)\s{0,3}=\s{0,3}([^,=]{1,300})"
)  # names as BibLaTeX has them
AND = re.compile(r"\s{1,3}and\s{1,3}", re.I)
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
PUBLISHERS = ("publisher", "institution", "school", "organization", "howpublished")
OF_PUBMED = re.compile(r"pubmed|pmid|medline", re.I)
NamePartsOf = Callable[[str], tuple[str, str, str, str] | None]


class Fields:
    """The fields of an entry by name, in lower case, with strings put in."""

    def __init__(self, entry: Entry, strings: Strings) -> None:
        self.values: dict[str, str] = {}
        for field in entry.fields:
            value = strings.value(str(field.value))
            check_field(value, field.key)
            if value and not self.values.get(field.key.lower()):
                self.values[field.key.lower()] = value

    def raw(self, *names: str) -> str:
        """The first of these fields that is there, as it is."""
        return next((self.values[name] for name in names if self.values.get(name)), "")

    def text(self, *names: str) -> str:
        """The first of these fields that is there, without LaTeX."""
        return without_latex(self.raw(*names))

    def bare(self, *names: str) -> str:
        """The first of these fields that is there, where it is an address or identifier."""
        return unescaped(self.raw(*names))


def raw_item(entry: Entry, strings: Strings, warnings: list[str], parts_of: NamePartsOf) -> dict:
    """Return an entry as an unfinished item, and add to `warnings`. Raise Refused if it can't be read."""
    fields = Fields(entry, strings)
    kind = entry.entry_type.lower()
    item_type = _type(kind, fields, warnings)
    return {
        "type": item_type,
        "title": _title(fields),
        **{key: _names(fields.raw(key), warnings, parts_of) for key in ("author", "editor", "translator")},
        **_containers(fields, item_type),
        **_numbers(fields, item_type),
        **_publication(fields, item_type, kind),
        **_identifiers(fields),
        "issued": _issued(fields),
        "accessed": date_in(fields.text("urldate", "lastchecked", "accessed")),
        "abstract": fields.text("abstract"),
        "language": fields.text("language", "langid"),
        "keyword": _keywords(fields.text("keywords", "keyword", "author_keywords", "mendeley-tags")),
        "note": fields.text("note", "annote", "annotation") if not _is_access(fields) else "",
    }


def _type(kind: str, fields: Fields, warnings: list[str]) -> str:
    subtype = fields.text("entrysubtype").strip().lower()
    if subtype in SUBTYPES:
        return SUBTYPES[subtype]
    if kind == "misc" and fields.raw("url") and fields.raw("urldate") and not fields.raw("entrysubtype"):
        return "webpage" if not fields.raw("doi") else "document"
    if kind not in TYPE_OF_BIBTEX:
        warnings.append(f"Its type “@{kind[:40]}” is not known here, so it is a document.")
    return TYPE_OF_BIBTEX.get(kind, "document")


def _title(fields: Fields) -> str:
    title, sub = fields.text("title").strip(), fields.text("subtitle").strip()
    return f"{title}: {sub}" if title and sub else title or fields.text("booktitle")


def _containers(fields: Fields, item_type: str) -> dict[str, str]:
    series = fields.text("series")
    inside = fields.text("journal", "journaltitle", "booktitle", "maintitle", "shortjournal")
    if item_type in ("chapter", "paper-conference"):
        inside = fields.text("booktitle", "maintitle", "journal", "journaltitle")
    return {
        "container-title": inside if fields.raw("title") or inside != fields.text("booktitle") else "",
        "collection-title": series,
        "event-title": fields.text("eventtitle"),
    }


def _numbers(fields: Fields, item_type: str) -> dict[str, str]:
    """Of an article, `number` is the issue, unless that has a field of its own."""
    issue, number = fields.text("issue"), fields.text("number")
    if not issue and (
        item_type.startswith("article") or (item_type == "paper-conference" and fields.raw("volume"))
    ):
        issue, number = number, ""
    return {
        "volume": fields.text("volume"),
        "issue": issue,
        "number": number or fields.text("article-number", "articleno", "eid", "art_number"),
        "page": fields.text("pages"),
        "number-of-pages": fields.text("pagetotal", "numpages"),
        "section": fields.text("chapter", "section"),
        "edition": fields.text("edition"),
    }


def _publication(fields: Fields, item_type: str, kind: str) -> dict[str, str]:
    publisher = fields.text(*PUBLISHERS)
    return {
        "publisher": "" if addresses_in(publisher) else publisher,
        "publisher-place": fields.text("address", "location"),
        "genre": fields.text("type") or GENRES.get(kind, ""),
    }


def _identifiers(fields: Fields) -> dict[str, str]:
    link = fields.bare("url") or fields.bare("howpublished", "link", "ee")
    eprint = fields.bare("eprint") if OF_PUBMED.search(fields.raw("eprinttype", "archiveprefix")) else ""
    return {
        "DOI": doi_in(fields.bare("doi")) or fields.bare("doi"),
        "URL": next(iter(addresses_in(link)), ""),
        "ISBN": fields.bare("isbn"),
        "ISSN": fields.bare("issn", "eissn"),
        "PMID": pmid_in(fields.bare("pmid") or eprint),
    }


def _issued(fields: Fields) -> dict:
    year, month, day = (fields.text(key).strip() for key in ("year", "month", "day"))
    months = f"{day} {month}".strip()
    if month.isdecimal() and len(month) <= 2:
        months = f"{year}-{month}-{day if day.isdecimal() and len(day) <= 2 else ''}"
    return fuller(fuller(date_in(year), date_in(fields.text("date"))), date_in(months, year=year))


def _keywords(text: str) -> str:
    between = ";" if ";" in text else ","
    return "; ".join(dict.fromkeys(word.strip() for word in text.split(between) if word.strip()))


def _is_access(fields: Fields) -> bool:
    """Whether the note only repeats when the page was looked at, or the address."""
    note = fields.raw("note")
    return note.lower().startswith(("accessed", "\\url", "cited by", "cited by:", "export date"))


def _names(text: str, warnings: list[str], parts_of: NamePartsOf) -> list[dict]:
    if not text.strip():
        return []
    if len(AND.findall(text)) > MOST_NAMES:
        raise Refused(
            f"It names more than {MOST_NAMES:,} people, which is the most that is read of one record."
        )
    found = split_multiple_persons_names(text)
    if len(found) == 1 and "{" not in text:
        found = one_by_one(text, initials_only=False)
    if any(is_others(plain(each)) for each in found):
        warnings.append("It names only some of its authors, and says that there are others.")
    return [name for each in found if (name := _name(each.strip(), parts_of))]


def _name(text: str, parts_of: NamePartsOf) -> dict:
    whole = plain(without_latex(text))
    if is_others(whole):
        return {}
    if text.startswith("{") and text.endswith("}") and "}" not in text[1:-1].replace("{}", ""):
        return {"literal": whole} if whole else {}
    if text.startswith("{{") and text.endswith("}}"):
        return {"literal": whole}
    if extended := dict(EXTENDED.findall(text)):
        known = {key: without_latex(part) for key, part in extended.items()}
        return person(
            known.get("family", ""),
            known.get("given", ""),
            suffix=known.get("suffix", ""),
            particle=known.get("prefix", ""),
        )
    if VANCOUVER.match(text) or is_body(whole) or text.endswith(","):
        return name_in(whole)
    parts = parts_of(text)
    if not parts:
        return name_in(whole)
    family, given, suffix, particle = map(without_latex, parts)
    return person(family, given, suffix=suffix, particle=particle)
