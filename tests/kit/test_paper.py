"""A page becomes a tagged PDF in our own typefaces, opens no file but those, and is kept nowhere on the way."""

import io
from threading import Thread

import pikepdf
import pytest

from kit.paper import paper_response, render_paper
from tests.paper import opened, words_in

STYLES = ["pdf/faces.css", "pdf/paper.css"]


def page(body: str, title: str = "Minutes of meeting 4") -> str:
    return f'<html lang="en-GB"><head><title>{title}</title></head><body>{body}</body></html>'


@pytest.fixture(scope="module")
def paper():
    """Two pages."""
    words = '<h1>What was said</h1><p>Three keys.</p><p style="page-break-before: always">The end.</p>'
    return render_paper(page(words), styles=STYLES)


def test_a_page_becomes_a_pdf_with_its_words_and_its_number_of_pages(paper):
    assert paper.data.startswith(b"%PDF-")
    assert paper.pages == 2
    words = words_in(paper_response(paper, name="minutes"))
    assert "What was said" in words
    assert "The end." in words


def test_the_pdf_can_be_read_aloud(paper):
    with opened(paper_response(paper, name="minutes")) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en-GB"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Minutes of meeting 4"


def test_its_typefaces_are_in_the_file(paper):
    with opened(paper_response(paper, name="minutes")) as pdf:
        fonts = [font for each in pdf.pages for font in each.resources.Font.values()]
        held = [set(font.DescendantFonts[0].FontDescriptor.keys()) for font in fonts]

    assert held
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & keys for keys in held)


def test_a_file_of_this_machine_is_not_taken_in(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'zqxsecret' }")
    body = (
        f'<link rel="stylesheet" href="{secret.as_uri()}"><p>Words</p><img src="{secret.as_uri()}" alt="no">'
    )

    words = words_in(paper_response(render_paper(page(body), styles=STYLES), name="x"))

    assert "Words" in words
    assert "zqxsecret" not in words


def test_the_same_identifier_makes_the_same_pdf_identify_itself_alike():
    def identifier(of: bytes) -> bytes:
        rendered = render_paper(page("<p>Words</p>"), styles=STYLES, identifier=of)
        with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
            return bytes(pdf.trailer.ID[0])

    assert identifier(b"one") == identifier(b"one")
    assert identifier(b"one") != identifier(b"two")


def test_papers_asked_for_at_the_same_time_come_out_each_with_its_own_words():
    made = {}

    def make(number: int) -> None:
        made[number] = render_paper(page(f"<p>Paper number {number}</p>"), styles=STYLES)

    threads = [Thread(target=make, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for number, rendered in made.items():
        assert f"Paper number {number}" in words_in(paper_response(rendered, name="x"))
    assert len(made) == 3


def test_a_paper_is_shown_under_its_name_and_kept_nowhere_on_the_way(paper):
    answer = paper_response(paper, name="minutes-4")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="minutes-4.pdf"'
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
