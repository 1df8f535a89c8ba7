"""Which format a file of references is in, told by what it holds and not by its name; and what else it is, in words."""

import re

from knowledge.importing.bibtex import BEGINNING
from knowledge.importing.medline import TAG as MEDLINE_TAG
from knowledge.importing.ris import is_tag
from knowledge.importing.tagged import lines_of

READ = "RIS, BibTeX, PubMed (.nbib), CSL-JSON and EndNote XML"
ADVICE = f"References can be read from {READ}: choose one of these when you export."
BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word or Excel document, or another zipped file",
    b"PK\x05\x06": "an empty zipped file",
    b"\xd0\xcf\x11\xe0": "an older Word or Excel document",
    b"\x1f\x8b": "a zipped file",
    b"7z\xbc\xaf": "a zipped file",
    b"Rar!": "a zipped file",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"{\\rtf": "a document in rich text",
}
HTML = re.compile(r"^<(?:!doctype html|html|head|body|div|p|table|script|span|a|meta|h[1-6])\b", re.I)
ENDNOTE = re.compile(r"<records?\b|<ref-type\b", re.I)
PUBMED_XML = re.compile(r"<(?:!DOCTYPE )?PubmedArticleSet|<PubmedArticle\b")
JSON_ITEM = re.compile(r"[\[{]\s{0,20}(?:[\[{\"\]}]|$)")
REFER = re.compile(r"%[0A-Z] ")
WEB_OF_SCIENCE = re.compile(r"(?:FN (?:Clarivate|Thomson|ISI)|PT [JBSP]$)")
TABLE = re.compile(r"\A[^,;\t]{0,80}(?:[,;\t][^,;\t]{0,80}){2,200}$")
HEAD = 5_000  # characters that XML and others are told by
MOST_LINES = 20_000  # lines in which a record is looked for


def binary_in_words(data: bytes) -> str:
    """Say what a file is that is no text, or return ""."""
    for beginning, words in BINARY.items():
        if data.startswith(beginning):
            return f"This file is {words}, not a list of references. {ADVICE}"
    return ""


def format_of(text: str) -> tuple[str, str]:
    """Return the format of a text, or "" and why it can't be read, in words."""
    head = text[:HEAD].lstrip("\ufeff \t\r\n")
    if not head and not text.strip():
        return "", "There is nothing in this file."
    if head.startswith("<"):
        return _of_xml(head)
    if JSON_ITEM.match(head):
        return "csl-json", ""
    return _of_lines(text)


def _of_xml(head: str) -> tuple[str, str]:
    if PUBMED_XML.search(head):
        return (
            "",
            "This is PubMed’s XML. In PubMed, choose “Save” or “Send to citation manager” for an .nbib file.",
        )
    if ENDNOTE.search(head):
        return "endnote-xml", ""
    if HTML.match(head):
        return "", f"This is a web page, not a list of references. {ADVICE}"
    return "", f"This is XML, but not EndNote’s. {ADVICE}"


def _of_lines(text: str) -> tuple[str, str]:
    """The format of the first line that begins a record."""
    loose = ""
    for number, line in lines_of(text):
        line = line.lstrip("\ufeff")
        if BEGINNING.match(line):
            return "bibtex", ""
        if line.startswith(("PMID-", "PMID -")):
            return "pubmed", ""
        if is_tag(line):
            return "ris", ""
        if not loose and MEDLINE_TAG.match(line) and line[4:5] == "-":
            loose = "pubmed"
        if number > MOST_LINES:
            break
    return (loose, "") if loose else ("", _other_in_words(text))


def _other_in_words(text: str) -> str:
    lines = [
        line
        for _, line in zip(
            range(20), (line for _, line in lines_of(text[:HEAD]) if line.strip()), strict=False
        )
    ]
    if any(WEB_OF_SCIENCE.match(line) for line in lines):
        return "This is Web of Science’s plain text. Choose RIS or BibTeX there."
    if sum(1 for line in lines if REFER.match(line)) > 1:
        return "This is EndNote’s “refer” format. Choose RIS or EndNote XML there."
    if sum(1 for line in lines if TABLE.match(line)) > 1:
        return f"This looks like a table (CSV), not a list of references. {ADVICE}"
    return f"No references were found in this text. {ADVICE}"
