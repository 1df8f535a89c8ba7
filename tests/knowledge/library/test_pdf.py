"""The PDF, rendered for real and looked into."""

import io
import re

import pikepdf
import pytest

from kit.typesetting import OwnFontsOnly
from knowledge.library.pdf import render_learning_object

LONG_STORY = "She had not opened a letter.\n\n" + "\n\n".join(
    ["They lay in the hall as they came. " * 16] * 9
)


@pytest.fixture
def pdf(publish, settings):
    settings.SITE_ADDRESS = "https://cop.example.org"
    version = publish("public", draft_story=LONG_STORY)
    return version, render_learning_object(version)


def opened(rendered):
    return pikepdf.open(io.BytesIO(rendered.data))


def words_of(rendered) -> str:
    """The characters that the PDF shows, read through the Unicode maps of its fonts; spaces left out."""
    shown = []
    with opened(rendered) as document:
        for page in document.pages:
            maps = {name: _characters(font) for name, font in page.Resources.Font.items()}
            font = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = maps[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                    codes = b"".join(
                        bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)
                    ).hex()
                    shown += [font.get(codes[at : at + 4], "") for at in range(0, len(codes), 4)]
    return "".join("".join(shown).split())


def _characters(font) -> dict[str, str]:
    """Glyph code (four hex digits) -> characters, from a font's ToUnicode map."""
    lines = font.ToUnicode.read_bytes().decode()
    return {
        code: bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", lines, re.I)
    }


def marks_in(document) -> list[str]:
    """The tags of the structure tree, in reading order."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node and "/Type" in node and node.Type == "/StructElem":
                found.append(str(node.S).lstrip("/"))
            if "/K" in node:
                walk(node.K)

    walk(document.Root.StructTreeRoot.K)
    return found


def test_a_pdf_is_tagged_titled_and_says_its_language(pdf):
    _, rendered = pdf

    with opened(rendered) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "The letters behind the door"
            assert metadata["pdfuaid:part"] == "1"


def test_its_structure_has_headings_a_table_with_headers_and_a_list(pdf):
    _, rendered = pdf

    with opened(rendered) as document:
        tags = marks_in(document)

    assert tags.count("H1") == 1
    assert tags.count("H2") == 5
    assert tags.count("TH") == 4 + 2
    assert "LI" in tags
    assert "Link" in tags


def test_its_bookmarks_are_its_headings(pdf):
    _, rendered = pdf

    with opened(rendered) as document, document.open_outline() as outline:
        top = outline.root[0]

        assert top.title == "The letters behind the door"
        assert [child.title for child in top.children] == [
            "What was tried, and what helped",
            "What we learned",
            "Issues for commissioners",
            "Evidence",
            "Cite and share",
        ]


def test_pages_are_counted_and_numbered(pdf):
    _, rendered = pdf

    with opened(rendered) as document:
        assert len(document.pages) == rendered.pages
    assert rendered.pages > 2


def test_our_own_faces_are_embedded_and_nothing_else(pdf):
    _, rendered = pdf

    with opened(rendered) as document:
        names = {
            str(font.BaseFont).partition("+")[2]
            for page in document.pages
            for font in page.Resources.Font.values()
        }

    assert {name.partition("-")[0] for name in names} == {"Literata", "Atkinson"}


def test_it_loads_no_file_and_no_address():
    fetcher = OwnFontsOnly()

    for address in ("file:///etc/passwd", "https://example.org/x.png", "data:,x", "font:///../secret.woff2"):
        with pytest.raises(ValueError, match="may not load"):
            fetcher.fetch(address)


def test_it_holds_the_approved_words_references_licence_and_address_and_nothing_of_the_case(pdf):
    version, rendered = pdf

    words = words_of(rendered)

    for shown in (
        "Whatchangedwhentheyrang.",
        "Housingringsbeforeitwrites",
        "Heldsteady",
        "Tolland,J.andAmes,P.(2011)‘Unopenedpost’,Ajournal",
        "CCBY-SA4.0",
        f"https://cop.example.org/library/{version.learning_object_id}/",
        f"Page1of{rendered.pages}",
        "Checkedbeforeitwaspublishedbytwopeople",
    ):
        assert shown in words
    assert "CANARY" not in words
    assert b"CANARY" not in rendered.data


def test_html_in_a_text_stays_words(publish):
    version = publish(draft_story='<img src="file:///etc/passwd"> <b>bold</b> & [a](javascript:x)\n\nMore.')

    rendered = render_learning_object(version)

    assert b"/Subtype /Image" not in rendered.data


def test_the_same_text_has_the_same_identifier(publish):
    version = publish()

    first, again = render_learning_object(version), render_learning_object(version)

    with opened(first) as one, opened(again) as other:
        assert one.trailer.ID[0] == other.trailer.ID[0]
