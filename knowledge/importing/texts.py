"""Plain text of what exports hold: no HTML, no entities, no control characters, one line; and identifiers in one form."""

import html
import re
import unicodedata

INLINE_TAG = re.compile(
    r"</?(?:jats:|mml:)?(?:i|b|u|em|strong|italic|bold|sub|sup|sc|scp|inf|span|font|small|tt|a|math|mi|mo|mn|mrow|msub|msup|mtext|underline)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.I,
)
BLOCK_TAG = re.compile(
    r"</?(?:jats:)?(?:p|br|div|li|ul|ol|h[1-6]|title|sec|abstract|label|list|list-item)(?:\s[^<>]{0,300})?/?>",
    re.I,
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
DIGIT_GROUPS = re.compile(r"[0-9][0-9Xx\- ]{6,20}[0-9Xx]")
NOT_OF_A_NUMBER = re.compile(r"[^0-9X]")
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]{1,200}")
ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"]{1,2000}", re.I)
BARE_ADDRESS = re.compile(r"www\.[^\s<>\"]{1,2000}", re.I)
OF_A_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/", re.I)
DASHES = re.compile(r"\s{0,5}[-‐‑‒–—−]{1,3}\s{0,5}")
BEFORE_PAGES = re.compile(r"^(?:pp?|pages?|pgs?)\b\.?\s{0,5}(?=[A-Za-z]?\d)", re.I)
RANGE = re.compile(r"([A-Za-z]{0,4})(\d{1,9})-([A-Za-z]{0,4})(\d{1,9})")
PMID = re.compile(r"\d{1,9}")
MOST_ENTITIES_DEEP = 3  # "&amp;amp;lt;" is as often escaped as exports do


def plain(value: object) -> str:
    """Return a text or a number as plain text of one line; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    if "<" in text or "&" in text:
        text = _without_markup(text)
    text = NOT_TEXT.sub("", text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_markup(text: str) -> str:
    for _ in range(MOST_ENTITIES_DEEP):
        before = text
        text = BLOCK_TAG.sub(" ", INLINE_TAG.sub("", text))
        text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if text == before:
            break
    return text


def doi_in(text: str) -> str:
    """Return the first DOI in `text`, bare and in lower case, or ""."""
    found = DOI.search(text)
    if not found:
        return ""
    doi = found[0].rstrip(".,;:'’”]}")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;")
    return doi.lower()


def isbn_in(text: str) -> str:
    """Return the digits of the first ISBN in `text` (10 or 13 of them, the last perhaps an X), or ""."""
    return next((number for number in _numbers(text) if len(number) in (10, 13)), "")


def issn_in(text: str) -> str:
    """Return the digits of the first ISSN in `text` (8 of them, the last perhaps an X), or ""."""
    return next((number for number in _numbers(text) if len(number) == 8), "")


def _numbers(text: str) -> list[str]:
    numbers = []
    for found in DIGIT_GROUPS.findall(text[:2000]):
        whole = NOT_OF_A_NUMBER.sub("", found.upper())
        parts = [NOT_OF_A_NUMBER.sub("", part.upper()) for part in found.split()]
        several = len(parts) > 1 and all(len(part) in (8, 10, 13) for part in parts)
        numbers += parts if several else [whole]
    return [number for number in numbers if "X" not in number[:-1]]


def addresses_in(text: str) -> list[str]:
    """Return the web addresses in `text`, in order."""
    text = text.replace(";http", " http")  # as Mendeley parts several
    found = [address.rstrip(".,;") for address in ADDRESS.findall(text)]
    return found or ["https://" + address.rstrip(".,;") for address in BARE_ADDRESS.findall(text)]


def is_of_a_doi(address: str) -> bool:
    """Whether a web address only leads on to a DOI."""
    return bool(OF_A_DOI.match(address))


def pmid_in(text: str) -> str:
    """Return the digits of a PubMed number, without what stands around them, or ""."""
    found = PMID.search(text)
    return found[0].lstrip("0") if found else ""


def pages_in(text: str) -> str:
    """Return pages as "77-88" or "e1234": the end in full, no "pp."."""
    bare = DASHES.sub("-", BEFORE_PAGES.sub("", plain(text))).rstrip(".,;+-").removeprefix("-")
    whole = RANGE.fullmatch(bare)
    if not whole:
        return bare
    before, first, before_last, last = whole.groups()
    if len(last) < len(first) and before_last in ("", before):
        last, before_last = first[: len(first) - len(last)] + last, before
    return (
        f"{before}{first}-{before_last}{last}"
        if (before, first) != (before_last, last)
        else f"{before}{first}"
    )


def pages_from(first: str, last: str) -> str:
    """Return the pages of an export that has the first and the last apart."""
    first, last = pages_in(first), pages_in(last)
    if not last or last == first or "-" in first:
        return first or last
    return pages_in(f"{first}-{last}")
