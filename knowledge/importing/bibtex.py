"""BibTeX and BibLaTeX: entry by entry, so that one that is broken takes none of the others with it."""

import logging
import re
from collections.abc import Iterator

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts
from bibtexparser.model import Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from knowledge.importing.bibtex_items import raw_item
from knowledge.importing.bounds import Refused, check_depth, check_record
from knowledge.importing.records import RawRecord
from knowledge.importing.strings import Strings
from knowledge.importing.tagged import Lines, lines_of

# It would write every broken entry into the log of the server.
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)

BEGINNING = re.compile(r"[ \t\ufeff]{0,40}@[ \t]{0,4}([A-Za-z]{2,30})[ \t]{0,4}[{(]")
WITHOUT_KEY = re.compile(
    r"(\s{0,40}@[ \t]{0,4}[A-Za-z]{2,30}[ \t]{0,4}[{(])(?=\s{0,20}[A-Za-z_-]{2,30}\s{0,9}=)"
)
SPACED = re.compile(r"^\s{0,40}@[ \t]{1,4}")
FIELD_INSIDE = re.compile(r"^\s{0,40}[A-Za-z_-]{3,20}\s{0,9}=\s{0,9}[{\"]", re.M)
NO_ITEMS = frozenset({"comment", "preamble", "string"})
IN_WORDS = {
    "Unexpectedly reached end of file": "It has no closing brace, so where it ends can’t be told.",
    "Unexpected block start": "It has no closing brace before the next entry begins.",
    "Expected a `=`": "One of its fields has no “=” between its name and its text.",
    "Expected comma": "There is no comma after its key.",
    "Expected either": "After one of its fields there is neither a comma nor the end.",
}


def read_bibtex(text: str) -> Iterator[RawRecord]:
    """Each entry in `text`; comments, preambles and strings are none."""
    strings = Strings()
    keys: dict[str, int] = {}
    count = 0
    for lines in _cut(text):
        for record, key in _entries(lines, strings):
            count += 1
            if key and key in keys:
                record.warnings.append(f"Its key “{key[:40]}” is also that of record {keys[key]}.")
            keys.setdefault(key, count)
            yield record


def _cut(text: str) -> Iterator[Lines]:
    """The text from one line that begins an entry to the next such line."""
    current: Lines | None = None
    for number, line in lines_of(text):
        if BEGINNING.match(line):
            if current:
                yield current
            current = Lines(number)
        if current:
            current.add(line)
    if current:
        yield current


def _entries(lines: Lines, strings: Strings) -> Iterator[tuple[RawRecord, str]]:
    """Usually one entry; several where they stand on one line."""
    try:
        check_record(lines.text)
        check_depth(lines.text, "{", "}")
        blocks = _blocks(lines.text)
    except Refused as refused:
        if not _is_no_item(lines.first):
            yield RawRecord(lines.number, problem=str(refused)), ""
        return
    for block, warnings in blocks:
        line = lines.number + (block.start_line or 0)
        if isinstance(block, String):
            strings.define(block.key, block.value)
        elif isinstance(block, Entry):
            record = RawRecord(line, warnings=warnings)
            try:
                record.raw = raw_item(block, strings, record.warnings, _name)
            except Refused as refused:
                record.problem = str(refused)
            yield record, block.key
        elif isinstance(block, ParsingFailedBlock) and not _is_no_item(block.raw or ""):
            yield RawRecord(line, problem=_in_words(block)), ""


def _is_no_item(text: str) -> bool:
    begins = BEGINNING.match(text)
    return begins is not None and begins[1].lower() in NO_ITEMS


def _blocks(text: str) -> list[tuple]:
    """What bibtexparser finds in the text of one entry, each with warnings; mended where only the last brace is missing."""
    text = SPACED.sub("@", text)
    if not _is_no_item(text):
        text = WITHOUT_KEY.sub(r"\1-,", text, count=1)
    blocks = [_without_error(block) for block in Splitter(text).split().blocks]
    if len(blocks) == 1 and isinstance(blocks[0][0], ParsingFailedBlock) and not _is_no_item(text):
        mended = Splitter(text.rstrip() + "}").split().blocks
        if len(mended) == 1 and isinstance(mended[0], Entry) and not _has_swallowed(mended[0]):
            return [(mended[0], ["Its closing brace was missing."])]
    return blocks


def _without_error(block: object) -> tuple:
    """An entry with a field twice is read; the first that is not empty counts."""
    if isinstance(block, ParsingFailedBlock) and isinstance(block.ignore_error_block, Entry):
        return block.ignore_error_block, ["One of its fields is there twice; the first was read."]
    return block, []


def _has_swallowed(entry: Entry) -> bool:
    """Whether a field of a mended entry holds what were other fields of it."""
    return any(FIELD_INSIDE.search(field.value.partition("\n")[2]) for field in entry.fields)


def _in_words(block: ParsingFailedBlock) -> str:
    reason = getattr(block.error, "abort_reason", "")
    return next(
        (words for begins, words in IN_WORDS.items() if reason.startswith(begins)), "It is not whole BibTeX."
    )


def _name(name: str) -> tuple[str, str, str, str] | None:
    """The parts of a name of BibTeX: family, given, suffix and particle; None if it is none."""
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return None
    return " ".join(parts.last), " ".join(parts.first), " ".join(parts.jr), " ".join(parts.von)
