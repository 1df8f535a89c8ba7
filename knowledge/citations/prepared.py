"""An item as the CSL processor takes it, whatever the style: names, dates, editions and pages as styles expect them. Pure."""

import re
import unicodedata
from typing import Any

from kit.bounds import number_in
from knowledge.citations import marks
from knowledge.citations.doi import BEFORE_A_DOI

Item = dict[str, Any]
ROLES = ("author", "editor", "translator", "container-author", "collection-editor")
DAYS = ("issued", "accessed", "event-date")
PLAIN = (
    "title", "container-title", "collection-title", "collection-number", "volume", "issue", "page", "edition",
    "publisher", "publisher-place", "DOI", "PMID", "PMCID", "URL", "number", "genre", "medium", "event-title",
    "event-place", "section", "status", "authority", "version", "chapter-number", "language",
)  # fmt: skip
IN_QUOTES = ("title", "container-title", "collection-title", "publisher", "genre", "event-title", "status")
ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
EDITION = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?(?: ?(?:edition|edn|ed)\.?)?", re.I)
EDITION_IN_WORDS = re.compile(r"([a-z]{1,12}) (?:edition|edn\.?|ed\.?)", re.I)
EDITION_WORD = re.compile(r"(?<!\S)(?:edition|edn\.?|ed\.?)(?!\S)", re.I)
RANGE = re.compile(r"([a-z]{0,3})(\d{1,9}) ?[-‐‑–—−]{1,2} ?([a-z]{0,3})(\d{1,9})", re.I)
BEFORE_PAGES = re.compile(r"^p{1,2}\. ?|^pages? ", re.I)
FIRST_WORD = re.compile(r"(\S{1,100}) (?=\S)")
PRIVATE = re.compile("[\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f]")
WHITE = re.compile(r"\s+")
YEAR_IN = re.compile(r"\b(1[5-9]|20)\d\d\b")


def prepared(item: Item) -> Item:
    """Return what the processor takes: text with marks for quotations, names, and dates as citeproc-py has them."""
    ready: Item = {"type": item.get("type") or "document"}
    ready |= {name: text for name in PLAIN if (text := _text(name, item.get(name)))}
    ready |= {role: names for role in ROLES if (names := _names(item.get(role)))}
    ready |= {day: date for day in DAYS if (date := _date(item.get(day)))}
    if "event-title" in ready:
        ready["event"] = ready["event-title"]
    for name, bare in (("edition", _edition), ("page", _pages)):
        if name in ready:
            ready[name] = bare(ready[name])
            if not ready[name]:
                del ready[name]
    if "DOI" in ready:
        ready["DOI"] = BEFORE_A_DOI.sub("", ready["DOI"])
    return ready


def plain(text: Any) -> str:
    """Return `text` in one line, composed, without characters that are ours."""
    return WHITE.sub(" ", PRIVATE.sub("", unicodedata.normalize("NFC", str(text)))).strip()


def _text(name: str, value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    text = plain(value)
    if name in IN_QUOTES:
        text = marks.mark_quotes(text.replace("...", marks.DOTS))
    return _without_full_stop(text) if name == "title" else text


def _without_full_stop(text: str) -> str:
    """Return a title without the full stop at its end; "in the U.S." keeps the one of its abbreviation."""
    if not text.endswith(".") or "." in text[:-1].rpartition(" ")[2]:
        return text
    return text[:-1]


def _names(people: Any) -> list[dict]:
    return [name for person in people or [] if (name := _name(person))]


def _name(person: dict) -> dict:
    """Return a person's name; what has one part only, or is an organisation, is one that is not turned round."""
    text = {part: plain(value).replace("'", "’") for part, value in person.items() if isinstance(value, str)}
    text = {part: value for part, value in text.items() if value}
    if "literal" in text:
        return {"literal": text["literal"]}
    if "family" not in text:
        return {"literal": text["given"]} if "given" in text else {}
    wanted = ("family", "given", "suffix", "non-dropping-particle", "dropping-particle")
    return {part: text[part] for part in wanted if part in text}


def _date(value: Any) -> dict:
    """Return {"year": ..., "month": ..., "day": ...} or {"literal": ...}; {} where nothing is known."""
    if not isinstance(value, dict):
        return {}
    days = [parts for each in value.get("date-parts") or [] if (parts := _parts(each))]
    if len(days) > 1 and days[0][0] != days[1][0]:
        return {"literal": f"{days[0][0]}–{days[1][0]}"}
    if days:
        return dict(zip(("year", "month", "day"), days[0], strict=False))
    said = plain(value.get("literal") or value.get("raw") or "")
    return {"literal": said} if said else {}


def _parts(day: Any) -> list[int]:
    """Return year, month and day as numbers, as far as they are some: 2012-13 has no month 13."""
    parts: list[int] = []
    for part, most in zip(day, (9999, 12, 31), strict=False):
        number = number_in(str(part).strip(), digits=4)
        if not number or number > most:
            break
        parts.append(number)
    return parts


def year_of(item: Item) -> int | None:
    """Return the year in which an item came out, or None; "raw" and "literal" dates may have one in them."""
    date = _date(item.get("issued"))
    if "year" in date:
        return date["year"]
    found = YEAR_IN.search(date.get("literal", ""))
    return number_in(found.group()) if found else None


def _edition(text: str) -> str:
    """Return the number of an edition, "" for the first, else its words: "revised edn"."""
    if found := EDITION.fullmatch(text) or EDITION_IN_WORDS.fullmatch(text):
        number = ORDINALS.get(found[1].lower(), found[1])
        if (edition := number_in(number)) is not None:
            return "" if edition == 1 else str(edition)
    if number := ORDINALS.get(text.lower(), ""):
        return "" if number == "1" else number
    return f"{EDITION_WORD.sub('', text).strip()} edn".strip()


def _pages(text: str) -> str:
    """Return pages with both ends whole and an en dash between: 1045–1047 for 1045-7."""
    return RANGE.sub(_whole_range, BEFORE_PAGES.sub("", text))


def _whole_range(found: re.Match) -> str:
    letters, first, more, last = found.groups()
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{letters}{first}–{more}{last}"
