"""Spreadsheets: reading uploaded tables (CSV, XLSX), and writing CSV that is safe to open. Pure."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple
from xml.etree import ElementTree

import openpyxl
from django.http import HttpResponse
from openpyxl.utils.exceptions import InvalidFileException

from kit.apart import answer, read_apart
from kit.errors import RefusedError

MOST_BYTES = 4_000_000  # ten thousand rows, two bytes a character
MOST_BYTES_UNPACKED = 20_000_000
MOST_PARTS = 500  # of a workbook
MOST_CELLS = 400_000  # of a sheet, blank ones with a colour too
MOST_STRINGS = 150_000  # of a workbook
LAST_ROW = 100_000  # blank rows before the next one are gone through one by one
MOST_ROWS = 10_500
MOST_SHEETS = 30  # of a workbook; later ones are not read
MOST_COLUMNS = 60
MOST_IN_A_CELL = 2_000
# The exceptions of openpyxl and its parsers for a file that is damaged, encrypted or of another kind.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, InvalidFileException, EOFError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
TOO_LARGE = "This workbook is too large. Keep only the list, and save it again."
SAYS_SEPARATOR = re.compile(r"\s{0,3}\"?sep=([,;\t])\"?\r?\n", re.IGNORECASE)  # a first line, for Excel alone
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class UnreadableTable(RefusedError):
    """Raised for a file that cannot be read as a table. Its sentence says what to do."""


def neutral(cell) -> str:
    """Return `cell` as text that a spreadsheet never runs as a formula: an apostrophe is put before anything
    that would begin one.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(BEGINS_A_FORMULA) else text


def csv_text(rows: Iterable[Iterable]) -> str:
    """Return `rows` as CSV, with every cell made safe by `neutral`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_for_excel(rows: Iterable[Iterable]) -> bytes:
    """Return `rows` as CSV in UTF-8 with a byte order mark, so that Excel shows accents correctly."""
    return csv_text(rows).encode("utf-8-sig")


def csv_response(rows: Iterable[Iterable], *, name: str) -> HttpResponse:
    """Return a response that downloads `rows` as the CSV file `name` and is not stored by any cache."""
    response = HttpResponse(csv_for_excel(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


class Sheet(NamedTuple):
    """One sheet of a workbook: its name ("" for a CSV file), and its rows as `read_table` returns them."""

    name: str
    rows: list[list[str]]


def read_uploaded_sheets(data: bytes) -> list[Sheet]:
    """Return the same as `read_sheets`, read in a process of its own that is ended if it takes too long."""
    if len(data) > MOST_BYTES:
        return read_sheets(data)  # refuses it
    return [Sheet(*sheet) for sheet in read_apart("kit.spreadsheets", data)]


def read_table(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV file, or of the first sheet of a workbook that has any, as `read_sheets` does."""
    return read_sheets(data)[0].rows


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a CSV or XLSX file that are not empty, with their rows as text.

    The rows of a sheet are all of one width, numbered as Excel does. Dates become 2012-11-05.
    CSV may be UTF-8 with or without a byte order mark, UTF-16 as Excel saves "Unicode text", or cp1252, with
    commas, semicolons or tabs. Of an XLSX file the last calculated value of each formula is read. A sheet that is
    too large is left out if another one is not. Raise UnreadableTable for anything else.
    """
    if not data.strip():
        raise UnreadableTable("This file is empty. Choose another one.")
    if len(data) > MOST_BYTES:
        raise UnreadableTable(
            f"This file is larger than {MOST_BYTES // 1_000_000} MB. Remove everything except the list, and save it again."
        )
    is_workbook = data.startswith(b"PK\x03\x04")
    try:
        return _worth_reading(_read_xlsx(data) if is_workbook else _read_csv(data))
    except csv.Error as error:
        raise UnreadableTable(
            "A row in this file is not complete. Open it in Excel and save it as CSV again."
        ) from error
    except DAMAGED as error:
        raise UnreadableTable(
            "We cannot read this workbook. Open it in Excel, save it as CSV, and try again."
        ) from error


def _worth_reading(sheets: Iterable[tuple[str, Iterable]]) -> list[Sheet]:
    """Return those of `sheets` that are neither empty nor too large. Raise UnreadableTable if there is none."""
    read: list[Sheet] = []
    refused: list[UnreadableTable] = []
    for name, rows in sheets:
        try:
            read.append(Sheet(name, _of_one_width(_gather(rows))))
        except UnreadableTable as error:
            refused.append(error)
    if found := [sheet for sheet in read if sheet.rows]:
        return found
    raise refused[0] if refused else UnreadableTable("This file is empty. Choose another one.")


def _of_one_width(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS:
        raise UnreadableTable(
            f"This list has more than {MOST_COLUMNS} columns. Keep only the columns we ask for."
        )
    return [row + [""] * (width - len(row)) for row in rows]


def _tidy(row: Iterable) -> list[str]:
    """Return one row as text without blank cells at its end."""
    cells = [_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(str(cell).replace("\0", "").split())
    if len(text) > MOST_IN_A_CELL:
        raise UnreadableTable("One cell in this list is too long. Shorten it, and save the list again.")
    return text


def _gather(rows: Iterable[Iterable]) -> list[list[str]]:
    """Return the rows up to the last one that is not blank."""
    gathered: list[list[str]] = []
    for number, row in enumerate(rows):
        cells = _tidy(row)
        if not cells and number < LAST_ROW:
            continue
        if number >= MOST_ROWS:
            raise UnreadableTable(
                f"This list has more than {MOST_ROWS:,} rows. Divide it into several files."
            )
        gathered += [[] for _ in range(number - len(gathered))]  # blank rows between
        gathered.append(cells)
    return gathered


def _read_csv(data: bytes) -> Iterator[tuple[str, Iterable]]:
    text = _decode(data)
    if "\0" in text:
        raise UnreadableTable("We cannot read this file. Save it as CSV or as an Excel workbook (.xlsx).")
    said = SAYS_SEPARATOR.match(text)
    text = "\n" + text[said.end() :] if said else text
    first_lines = text.splitlines()[:30]
    delimiter = (
        said[1] if said else max(",;\t", key=lambda mark: sum(line.count(mark) for line in first_lines))
    )
    yield "", csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _decode(data: bytes) -> str:
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if is_utf_16 else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable("We cannot read this file. Save it as CSV or as an Excel workbook (.xlsx).")


def _read_xlsx(data: bytes) -> Iterator[tuple[str, Iterable]]:
    """Yield the name and the rows of each sheet, those that are hidden last."""
    _check_parts(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles that we do not read
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
            for sheet in sheets[:MOST_SHEETS]:
                sheet.reset_dimensions()
                yield sheet.title, sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        finally:
            book.close()


def _check_parts(data: bytes) -> None:
    """Refuse a workbook that unpacks to far more than its size, or that brings entities of its own.

    Its cells and strings are counted before anything parses them.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = parts.infolist()
        if sum(part.file_size for part in found) > MOST_BYTES_UNPACKED or len(found) > MOST_PARTS:
            raise UnreadableTable(TOO_LARGE)
        for part in found:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            text = parts.read(part)
            if b"<!DOCTYPE" in text[:1000]:
                raise UnreadableTable("We cannot read this workbook. Save it as CSV, and try again.")
            if _count(text, b"c") > MOST_CELLS or _count(text, b"si") > MOST_STRINGS:
                raise UnreadableTable(TOO_LARGE)


def _count(text: bytes, tag: bytes) -> int:
    """Return how many elements `tag` begin in an XML `text`."""
    return sum(text.count(b"<" + tag + end) for end in (b" ", b">", b"/"))


if __name__ == "__main__":
    answer(read_sheets)
