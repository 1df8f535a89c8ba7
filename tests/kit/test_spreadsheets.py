"""Tables that people keep in Excel: what is read, what is refused, what is made harmless."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from kit import spreadsheets
from kit.spreadsheets import UnreadableTable, csv_for_excel, csv_text, neutral, read_table

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


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\tx", "\rx", "  =1"])
def test_a_cell_that_would_begin_a_formula_gets_a_quote(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [("X", "X"), (None, ""), (3, "3"), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(cell, text):
    assert neutral(cell) == text


def test_csv_that_is_written_can_be_read_again():
    assert csv_text([["Name", "=cmd"], ["a,b", 1]]) == 'Name,\'=cmd\r\n"a,b",1\r\n'
    assert read_table(csv_for_excel(WANTED)) == WANTED
