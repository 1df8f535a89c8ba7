"""Uploaded files are known by what they hold."""

import io
import socket
import struct
import threading
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.scanning import INFECTED, SILENT
from knowledge import upload_contents, uploads
from tests.documents import pdf, relation, word


def archive(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return target.getvalue()


WORD = word()


@pytest.mark.parametrize(
    ("name", "data"), [("paper.pdf", pdf()), ("Paper.PDF", pdf(force_version="1.4")), ("paper.docx", WORD)]
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
        ("paper.exe", pdf()),
        ("torn.pdf", b"%PDF-1.7 and more"),
        ("empty.pdf", b""),
    ],
)
def test_anything_else_is_not(name, data):
    assert uploads.why_refused(SimpleUploadedFile(name, data)) != ""


def test_a_file_over_five_megabytes_is_refused_with_a_way_out():
    file = SimpleUploadedFile("paper.pdf", b"%PDF-1.7" + b"0" * uploads.MOST_BYTES)

    assert uploads.why_refused(file) == "The file is larger than 5 MB. Add a link instead"


def action(kind: str, **more):
    return lambda made: made.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary({"/Type": pikepdf.Name.Action, "/S": pikepdf.Name(kind), **more})
    )


def hidden_script(made):
    """A script deep inside an object of a page."""
    inner = pikepdf.Dictionary({"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("app.alert(1)")})
    made.pages[0]["/AA"] = pikepdf.Dictionary({"/O": pikepdf.Dictionary({"/Next": pikepdf.Array([inner])})})


def attachment(made):
    made.attachments["list.txt"] = b"names"


FIELDS = '<w:document xmlns:w="http://w">{}</w:document>'
UNSAFE = {
    "a script at opening": pdf(action("/JavaScript", **{"/JS": pikepdf.String("app.alert(1)")})),
    "a script in a stream of objects": pdf(
        hidden_script, object_stream_mode=pikepdf.ObjectStreamMode.generate
    ),
    "a program that is started": pdf(action("/Launch", **{"/F": pikepdf.String("cmd.exe")})),
    "a form that sends itself": pdf(action("/SubmitForm", **{"/F": pikepdf.String("https://example.org")})),
    "a file inside": pdf(attachment),
    "a form of XFA": pdf(
        lambda made: made.Root.__setitem__("/AcroForm", pikepdf.Dictionary({"/XFA": pikepdf.Array([])}))
    ),
    "a password": pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
    "no page": pdf()[:40],
    "a template from elsewhere": word(relation("attachedTemplate", "https://elsewhere.example.com/a.dotm")),
    "a template of a file share": word(relation("attachedTemplate", "file://elsewhere/a.dotm")),
    "a picture from elsewhere": word(relation("image", "https://elsewhere.example.com/seen.png")),
    "macros": word({"word/vbaProject.bin": "x"}),
    "another file inside": word({"word/embeddings/oleObject1.bin": "x"}),
    "a workbook inside": word({"word/embeddings/list.xlsx": "x"}),
    "a web page inside": word(
        {"word/afchunk.xml": "<a/>", **relation("aFChunk", "afchunk.xml", mode="Internal")}
    ),
    "a program inside": word({"word/media/a.exe": "MZ"}),
    "a command in a field": word(
        {"word/document.xml": FIELDS.format("<w:fldSimple w:instr=' DDEAUTO c:\\x '/>")}
    ),
    "a picture in a field of several parts": word(
        {
            "word/document.xml": FIELDS.format(
                "<w:fldChar/><w:instrText>INCLUDE</w:instrText><w:instrText>PICTURE x</w:instrText>"
            )
        }
    ),
    "a page that opens by itself": pdf(action("/URI", **{"/URI": pikepdf.String("https://example.org")})),
    "a file share that opens by itself": pdf(action("/GoToR", **{"/F": pikepdf.String("//elsewhere/a.pdf")})),
    "a page that opens after another": pdf(
        action("/GoTo", **{"/Next": pikepdf.Dictionary({"/S": pikepdf.Name.URI})})
    ),
    "what happens on a page": pdf(lambda made: made.pages[0].__setitem__("/AA", pikepdf.Dictionary({}))),
    "entities": word({"word/_rels/a.xml.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "relations that cannot be read": word({"word/_rels/a.xml.rels": "<a"}),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_what_acts_by_itself_is_refused_in_words(what):
    data = UNSAFE[what]
    name = "paper.pdf" if data.startswith(b"%PDF-") else "paper.docx"

    said = uploads.why_refused(SimpleUploadedFile(name, data))

    assert said
    assert "Choose another file, or add a link" in said or any(
        said == sentence
        for key, sentence in vars(upload_contents).items()
        if key.startswith(("PDF_", "WORD_"))
    )


def test_links_that_people_follow_are_no_harm():
    def link(made):
        made.pages[0]["/Annots"] = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    {"/Subtype": pikepdf.Name.Link, "/A": pikepdf.Dictionary({"/S": pikepdf.Name.URI})}
                )
            ]
        )

    assert uploads.why_refused(SimpleUploadedFile("a.pdf", pdf(link))) == ""
    followed = word(relation("hyperlink", "https://example.org"))
    assert uploads.why_refused(SimpleUploadedFile("a.docx", followed)) == ""
    words = "<w:fldChar/><w:instrText>HYPERLINK x</w:instrText><w:fldChar/><w:instrText>ADDIN the LINK between</w:instrText>"
    assert (
        uploads.why_refused(SimpleUploadedFile("a.docx", word({"word/document.xml": FIELDS.format(words)})))
        == ""
    )
    assert uploads.why_refused(SimpleUploadedFile("a.pdf", pdf(action("/GoTo")))) == ""
    own = word(relation("image", "media/a.png", mode="Internal"))
    assert uploads.why_refused(SimpleUploadedFile("a.docx", own)) == ""


def test_a_pdf_with_more_objects_than_anybody_needs_is_refused(monkeypatch):
    monkeypatch.setattr(upload_contents, "MOST_OBJECTS", 3)

    assert upload_contents.why_unsafe(pdf()) == upload_contents.PDF_BROKEN


@pytest.fixture
def scanner(settings):
    """`scanner(answer)`: a scanner that says `answer` of whatever it is sent. Gives what it was sent."""
    server, received = socket.create_server(("127.0.0.1", 0)), []

    def serve(answer):
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            data = b""
            while size := struct.unpack("!I", sent.read(4))[0]:
                data += sent.read(size)
            received.append(data)
            connection.sendall(answer)

    def start(answer: bytes):
        threading.Thread(target=serve, args=[answer], daemon=True).start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        return received

    yield start
    server.close()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Eicar-Test-Signature FOUND\0", INFECTED.removesuffix(".")),
        (b"INSTREAM size limit exceeded. ERROR\0", SILENT.removesuffix(".")),
        (b"", SILENT.removesuffix(".")),
    ],
)
def test_the_scanner_is_asked_about_the_whole_file(scanner, answer, said):
    data = pdf(lambda made: made.Root.__setitem__("/Note", pikepdf.String("x" * 200_000)))
    received = scanner(answer)

    assert uploads.why_refused(SimpleUploadedFile("paper.pdf", data)) == said
    assert received == [data]


def test_a_scanner_that_is_not_there_lets_nothing_through(settings, tmp_path):
    for address in (str(tmp_path / "clamd.ctl"), "127.0.0.1:1"):
        settings.CLAMD_ADDRESS = address
        assert uploads.why_refused(SimpleUploadedFile("paper.pdf", pdf())) == SILENT.removesuffix(".")
