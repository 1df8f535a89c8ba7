"""A name has letters on paper, whatever script it is written in, and a paper without such names loads no more fonts."""

import io
import re

import pikepdf
import pytest

from kit.faces import files_for
from kit.paper import render_paper

NAMES = {
    "arabic": "كريم حسن", "hebrew": "דוד כהן", "devanagari": "राहुल शर्मा", "bengali": "রহিম উদ্দিন", "gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "gujarati": "ગીતા પટેલ", "tamil": "கவிதா", "thai": "สมชาย ใจดี", "ethiopic": "አበበ በቀለ", "cyrillic": "Ірина Шевченко",
    "greek": "Γιώργος Παππάς", "vietnamese": "Nguyễn Thị Hạnh", "han": "王小明", "kana": "さくら サトウ", "hangul": "김민준",
}  # fmt: skip
PAGE = '<!doctype html><html lang="en"><head><title>Names</title></head><body><h1>Names</h1><p>{}</p></body></html>'
STYLES = ["pdf/faces.css", "pdf/paper.css"]


def fonts_in(data: bytes) -> set[str]:
    """The names of the fonts that a PDF has inside, without what marks them as cut down."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = {
            str(each.BaseFont)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"
        }
    return {re.sub(r"^/(?:[A-Z]{6}\+)?", "", name) for name in found}


@pytest.mark.parametrize("script", NAMES)
def test_each_script_that_names_are_written_in_has_its_letters(script):
    files = files_for(NAMES[script])

    data = render_paper(PAGE.format(NAMES[script]), styles=STYLES).data

    assert files
    assert "Names" in fonts_in(data)
    assert {
        name for name in fonts_in(data) if not name.startswith(("Names", "Literata", "Atkinson"))
    } == set()


def test_names_in_latin_letters_load_no_more_fonts():
    assert (
        files_for("Siân O’Shea, Zoë Łukaszewska, “Jo” – 12 €, Ānanda, e\u0301 ½ → ✓".replace("\u0301", ""))
        == []
    )


def test_a_letter_that_no_font_has_needs_none():
    assert files_for("\U0001fae8\U000f0000") == []
