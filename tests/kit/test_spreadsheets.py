"""Tables that people keep in Excel: what is read, what is refused, what is made harmless."""

import io
import threading
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from kit import apart, spreadsheets
from kit.errors import RefusedError
from kit.spreadsheets import (
    UnreadableTable,
    csv_for_excel,
    csv_text,
    neutral,
    read_sheets,
    read_table,
    read_uploaded_sheets,
)

WANTED = [["Name", "Role"], ["Siân Prosser", "Women’s support worker"]]


def workbook(rows, *, title="Members") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_however_excel_saved_it(encoding, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in WANTED)

    assert read_table(text.encode(encoding)) == WANTED


def test_a_workbook_is_read():
    assert read_table(workbook(WANTED)) == WANTED


def test_days_numbers_and_ticks_become_text():
    rows = [[date(2012, 11, 5), datetime(2012, 11, 5, 14), 3.0, 2.5, True, None, " a  b "]]

    assert read_table(workbook(rows)) == [["2012-11-05", "2012-11-05", "3", "2.5", "yes", "", "a b"]]


def test_rows_keep_the_numbers_that_excel_gives_them():
    text = "Our members\n\nName,Role\nA,B,C\n\n\n"

    assert read_table(text.encode()) == [
        ["Our members", "", ""], ["", "", ""], ["Name", "Role", ""], ["A", "B", "C"],
    ]  # fmt: skip


def test_a_cell_over_several_lines_is_one_cell():
    assert read_table(b'Name,Role\n"Ruth\nAdeyemi",Worker\n') == [
        ["Name", "Role"],
        ["Ruth Adeyemi", "Worker"],
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n\n",
        b"\xef\xbb\xbf",
        b",,,\n,,,\n",
        b"\x00\x01\x02not text",
        b"PK\x03\x04 not a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00old xls",
        b"x" * (spreadsheets.MOST_BYTES + 1),
        b"a\n" * (spreadsheets.MOST_ROWS + 1),
        b",".join([b"a"] * (spreadsheets.MOST_COLUMNS + 1)),
        b"Name\n" + b"x" * (spreadsheets.MOST_IN_A_CELL + 1),
        b'Name\n"' + b"x" * 200_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_list_is_refused_in_words(data):
    with pytest.raises(UnreadableTable) as refusal:
        read_table(data)

    assert refusal.value.sentence.endswith(".")


def test_every_sheet_of_a_workbook_is_read_hidden_and_empty_ones_last_or_not():
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    for title, state in (("Old", "hidden"), ("Staff", "visible"), ("Volunteers", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["Name", title])
    out = io.BytesIO()
    book.save(out)

    assert read_sheets(out.getvalue()) == [
        ("Staff", [["Name", "Staff"]]), ("Volunteers", [["Name", "Volunteers"]]), ("Old", [["Name", "Old"]]),
    ]  # fmt: skip
    assert read_uploaded_sheets(out.getvalue()) == read_sheets(out.getvalue())


def test_a_sheet_that_is_too_large_takes_no_other_with_it():
    book = openpyxl.Workbook()
    book.active.append(["x"] * (spreadsheets.MOST_COLUMNS - 1) + ["x" * (spreadsheets.MOST_IN_A_CELL + 1)])
    book.create_sheet("Members").append(["Name"])
    out = io.BytesIO()
    book.save(out)

    assert read_sheets(out.getvalue()) == [("Members", [["Name"]])]


def test_the_line_that_tells_excel_the_separator_is_no_row():
    assert read_table(b"sep=;\r\nName;Role, or job\r\n") == [["", ""], ["Name", "Role, or job"]]


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("readme.txt", "hello")

    with pytest.raises(UnreadableTable, match="cannot read this workbook"):
        read_table(out.getvalue())


def test_a_workbook_that_unpacks_to_far_more_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (spreadsheets.MOST_BYTES_UNPACKED + 1))

    with pytest.raises(UnreadableTable, match="too large"):
        read_table(out.getvalue())


def test_a_workbook_with_entities_of_its_own_is_refused():
    data = workbook(WANTED)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                body = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + body
            new.writestr(part.filename, body)

    with pytest.raises(UnreadableTable, match="cannot read this workbook"):
        read_table(out.getvalue())


def with_sheet(sheet: bytes, strings: bytes = b"") -> bytes:
    """A workbook with this XML for its sheet, and for its strings if there are any."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(WANTED))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            body = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                body = sheet
            elif part.filename == "xl/sharedStrings.xml" and strings:
                body = strings
            new.writestr(part.filename, body)
    return out.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%b</sst>'
BOMBS = {
    "a row far below": with_sheet(
        SHEET % b'<row r="2000000000"><c r="A2000000000" t="str"><v>x</v></c></row>'
    ),
    "a row that says nothing": with_sheet(SHEET % b'<row r="2000000000"/>'),
    "29 MB of cells": with_sheet(SHEET % (b"<row>" + b"<c/>" * 4_500_000 + b"</row>")),
    "rows of one cell far to the right": with_sheet(
        SHEET
        % b"".join(b'<row r="%d"><c r="ZZZ%d"><v>1</v></c></row>' % (row, row) for row in range(1, 9_000))
    ),
    "shared strings": with_sheet(SHEET % b"", STRINGS % (b"<si><t>x</t></si>" * 1_000_000)),
    "one string": with_sheet(SHEET % b"", STRINGS % (b"<si><t>" + b"x" * 19_000_000 + b"</t></si>")),
    "commas": b"," * (spreadsheets.MOST_BYTES - 1),
    "quotes": b'"' * (spreadsheets.MOST_BYTES - 1),
    "lines": b"\n" * (spreadsheets.MOST_BYTES - 2) + b"x",
    "nested elements": with_sheet(SHEET % (b"<row>" * 1_000_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_list_made_to_be_slow_is_refused_in_words_and_soon(name):
    began = time.monotonic()

    with pytest.raises(RefusedError) as refusal:
        read_uploaded_sheets(BOMBS[name])

    assert refusal.value.sentence.endswith(".")
    assert time.monotonic() - began < apart.SECONDS + 5
    assert len(BOMBS[name]) < spreadsheets.MOST_BYTES


def test_a_list_is_read_in_a_process_of_its_own_as_it_is_read_here():
    assert read_uploaded_sheets(workbook(WANTED)) == [("Members", WANTED)]
    assert read_table(workbook(WANTED)) == WANTED


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.05)

    with pytest.raises(RefusedError, match="takes too long"):
        read_uploaded_sheets(workbook(WANTED))


def test_a_process_that_dies_is_a_refusal(monkeypatch):
    with pytest.raises(RefusedError, match="takes too long"):
        apart.read_apart("kit.no_such_module", b"x")


def test_the_process_has_no_secret_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "zqxsecret")
    (tmp_path / "shows.py").write_text("import json, os; print(json.dumps({'read': dict(os.environ)}))")
    monkeypatch.setattr(apart, "ROOT", tmp_path)

    assert "zqxsecret" not in str(apart.read_apart("shows", b""))


def test_no_more_than_two_files_are_read_at_once(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.05)
    monkeypatch.setattr(apart, "AT_ONCE", threading.BoundedSemaphore(1))
    apart.AT_ONCE.acquire()

    with pytest.raises(RefusedError, match="Other files are being read"):
        read_uploaded_sheets(workbook(WANTED))


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\tx", "\rx", "  =1"])
def test_a_cell_that_would_begin_a_formula_gets_a_quote(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [("X", "X"), (None, ""), (3, "3"), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(cell, text):
    assert neutral(cell) == text


def test_csv_that_is_written_can_be_read_again():
    assert csv_text([["Name", "=cmd"], ["a,b", 1]]) == 'Name,\'=cmd\r\n"a,b",1\r\n'
    assert read_table(csv_for_excel(WANTED)) == WANTED
