"""Uploaded files are known by what they hold."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge import uploads


def archive(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return target.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "data"), [("paper.pdf", b"%PDF-1.7 and more"), ("Paper.PDF", b"%PDF-1.4"), ("paper.docx", WORD)]
)
def test_pdf_and_word_are_taken(name, data):
    assert uploads.why_refused(SimpleUploadedFile(name, data)) == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("paper.pdf", b"<html>"),
        ("paper.docx", archive("xl/workbook.xml")),
        ("paper.docx", archive("word/document.xml", "word/vbaProject.bin")),
        ("paper.docx", b"PK\x03\x04 not really a zip"),
        ("paper.pdf", WORD),
        ("paper.exe", b"%PDF-1.7"),
        ("empty.pdf", b""),
    ],
)
def test_anything_else_is_not(name, data):
    assert uploads.why_refused(SimpleUploadedFile(name, data)) != ""


def test_a_file_over_five_megabytes_is_refused_with_a_way_out():
    file = SimpleUploadedFile("paper.pdf", b"%PDF-1.7" + b"0" * uploads.MOST_BYTES)

    assert uploads.why_refused(file) == "The file is larger than 5 MB. Add a link instead"
