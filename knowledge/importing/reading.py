"""Reading a file of references, or pasted text, whatever of five formats it is in."""

import itertools
import re
from collections.abc import Callable, Iterator

from knowledge.importing.bibtex import read_bibtex
from knowledge.importing.bounds import MEGABYTE, MOST_BYTES, MOST_RECORDS, Refused
from knowledge.importing.csl_json import read_csl_json
from knowledge.importing.decoding import decode, is_no_text
from knowledge.importing.endnote_xml import read_endnote_xml
from knowledge.importing.finishing import finish
from knowledge.importing.formats import ADVICE, binary_in_words, format_of
from knowledge.importing.medline import read_medline
from knowledge.importing.records import RawRecord, ReadFile, ReadRecord
from knowledge.importing.ris import read_ris

READERS: dict[str, Callable[[str], Iterator[RawRecord]]] = {
    "ris": read_ris,
    "bibtex": read_bibtex,
    "pubmed": read_medline,
    "csl-json": read_csl_json,
    "endnote-xml": read_endnote_xml,
}
# What records begin with, to count them before they are parsed.
STARTS = {
    "ris": re.compile(r"(?:^|[\r\n])TY {1,2}-"),
    "bibtex": re.compile(r"(?:^|[\r\n])@[A-Za-z]{2,30}[{(]"),
    "pubmed": re.compile(r"(?:^|[\r\n])PMID ?-"),
    "endnote-xml": re.compile(r"<record[ />]"),
}
TOO_MANY = f"There are more than {MOST_RECORDS:,} records in this file, the most that are read at once. Export them in parts."
NOTHING_FOUND = f"No references were found in this file. {ADVICE}"


def read(data: bytes, name: str = "") -> ReadFile:
    """Return what a file of references holds: each record as an item, or refused with a reason and its place.

    `name` is the file's, for the sentences about it only: the format is told by the content. Nothing is raised for a
    file that can't be read: `problem` says why.
    """
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        return ReadFile(
            problem=f"This file is larger than {most} MB, the most that is read at once. Export it in parts."
        )
    if problem := binary_in_words(data):
        return ReadFile(problem=problem)
    if is_no_text(data):
        return ReadFile(problem=f"This file is not text, so there are no references in it. {ADVICE}")
    decoded = decode(data)
    found = ReadFile(encoding=decoded.encoding, warnings=[decoded.warning] if decoded.warning else [])
    found.format, found.problem = format_of(decoded.text)
    if found.format:
        _read_records(decoded.text, found)
    return found


def _read_records(text: str, found: ReadFile) -> None:
    starts = STARTS[found.format].finditer(text) if found.format in STARTS else iter(())
    if any(True for _ in itertools.islice(starts, MOST_RECORDS, None)):
        found.problem = TOO_MANY
        return
    for number, record in enumerate(READERS[found.format](text), start=1):
        if number > MOST_RECORDS:
            found.records = []
            found.problem = TOO_MANY
            return
        found.records.append(_finished(record, number))
    if not found.records:
        found.problem = NOTHING_FOUND


def _finished(record: RawRecord, number: int) -> ReadRecord:
    done = ReadRecord(
        f"record {number}, line {record.line}", problem=record.problem, warnings=record.warnings
    )
    if not record.problem:
        try:
            done.item, more = finish(record.raw)
        except Refused as refused:
            done.problem = str(refused)
        else:
            done.warnings = list(dict.fromkeys([*record.warnings, *more]))
    return done
