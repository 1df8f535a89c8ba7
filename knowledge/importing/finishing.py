"""An item in one form, whichever format it came from: known fields only, plain text, identifiers and dates in one way."""

from collections.abc import Callable

from knowledge.importing.bounds import MOST_NAMES, Refused, check_field
from knowledge.importing.dates import csl_date
from knowledge.importing.names import csl_name
from knowledge.importing.texts import (
    addresses_in,
    doi_in,
    is_of_a_doi,
    isbn_in,
    issn_in,
    pages_in,
    plain,
    pmid_in,
)
from knowledge.importing.types import NEAREST_OF_CSL, TYPES

# What some databases call every article; a genre says what is special.
EVERY_GENRE = frozenset(
    [
        *[
            "article",
            "journal article",
            "journal",
            "journal: article",
            "review",
            "research article",
            "original article",
        ],
        *[
            "article in press",
            "early access",
            "generic",
            "text",
            "art",
            "artículo",
            "book",
            "book chapter",
            "report",
        ],
        *["thesis", "conference paper", "chapter", "web page", "webpage", "newspaper article"],
    ]
)
WHOLE = frozenset({"book", "report", "thesis"})
NAMES = ("author", "editor", "translator")
DATES = ("issued", "accessed")
READ_AS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(
        [
            *["title", "container-title", "collection-title", "volume", "issue", "edition", "publisher"],
            *["publisher-place", "abstract", "language", "number", "number-of-pages", "event-title"],
            *["section", "note"],
        ],
        plain,
    ),
    "genre": lambda text: "" if text.lower() in EVERY_GENRE else text,
    "keyword": lambda text: "; ".join(
        dict.fromkeys(word.strip("*/ ") for word in text.split(";") if word.strip("*/ "))
    ),
    "page": pages_in,
    "DOI": doi_in,
    "PMID": pmid_in,
    "ISBN": isbn_in,
    "ISSN": issn_in,
    "URL": lambda text: next(iter(addresses_in(text)), ""),
}
CALLED = {"PMID": "PubMed number", "URL": "link", "DOI": "DOI", "ISBN": "ISBN", "ISSN": "ISSN"}


def finish(raw: dict) -> tuple[dict, list[str]]:
    """Return the item that `raw` becomes, and warnings about what could not be kept of it.

    `raw` has the keys of CSL-JSON with whatever a file had there. Raise Refused if it can't become an item.
    """
    _check(raw)
    warnings: list[str] = []
    item: dict = {"type": _type(raw, warnings), **_texts(raw, warnings)}
    if item["type"] in WHOLE and "container-title" in item and "collection-title" not in item:
        item["collection-title"] = item.pop("container-title")  # what a whole book is in is its series
    for key in NAMES:
        if names := _names(raw.get(key)):
            item[key] = names
    for key in DATES:
        if date := csl_date(raw.get(key)):
            item[key] = date
    if not item.get("title"):
        raise Refused("It has no title.")
    return item, warnings


def _check(raw: dict) -> None:
    for key, value in raw.items():
        if isinstance(value, str):
            check_field(value, CALLED.get(key, key))
            if "\0" in value:
                raise Refused(
                    "It contains the character NUL, which no text has, so the file may be damaged. Export it again."
                )
    for key in NAMES:
        if isinstance(raw.get(key), list) and len(raw[key]) > MOST_NAMES:
            raise Refused(
                f"It names more than {MOST_NAMES:,} people, which is the most that is read of one record."
            )


def _type(raw: dict, warnings: list[str]) -> str:
    given = plain(raw.get("type")).lower()
    if given in TYPES:
        return given
    if given == "article" and raw.get("publisher") and not raw.get("container-title"):
        return "manuscript"
    nearest = NEAREST_OF_CSL.get(given.replace(" ", "_"), NEAREST_OF_CSL.get(given, "document"))
    if nearest == "document" and given:
        warnings.append(f"Its type “{given[:40]}” is not known here, so it is a document.")
    return nearest


def _texts(raw: dict, warnings: list[str]) -> dict[str, str]:
    texts = {}
    for key, read in READ_AS.items():
        given = raw.get(key)
        text = plain(_joined(given))
        found = read(text) if text else ""
        if found:
            texts[key] = found
        elif text and key in CALLED:
            warnings.append(f"Its {CALLED[key]} “{text[:60]}” could not be read.")
    if "URL" in texts and "DOI" not in texts and is_of_a_doi(texts["URL"]) and (doi := doi_in(texts["URL"])):
        texts["DOI"] = doi
    return texts


def _joined(value: object) -> object:
    """A list of texts as one: some programs write keywords, numbers and titles of CSL-JSON so."""
    if isinstance(value, list):
        return "; ".join(text for text in map(plain, value[:1000]) if text)
    return value


def _names(value: object) -> list[dict]:
    if isinstance(value, dict | str):
        value = [value]
    return [name for name in map(csl_name, value) if name] if isinstance(value, list) else []
