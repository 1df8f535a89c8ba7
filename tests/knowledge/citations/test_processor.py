"""What citeproc-py makes by itself, and with our elements. Where the first comes right one day, the element can go."""

import io
from typing import NamedTuple

import pytest

from knowledge.citations import marks
from knowledge.citations.processor import OVERRIDDEN, Style, processed

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>{macros}
<bibliography><layout>{layout}</layout></bibliography></style>"""
TITLE = """<macro name="title"><text variable="title"/></macro>"""
MONTH_FIRST = """<locale xml:lang="en"><date form="text" delimiter=" "><date-part name="month"/><date-part name="day"/>
</date></locale>"""
TWO_DATES = """<date variable="issued" form="text"><date-part name="month" form="numeric"/></date>/<date variable="issued"
form="text"/>"""


class Mended(NamedTuple):
    element: str
    layout: str
    reference: dict
    wrong: str
    right: str
    macros: str = ""


EDITOR = {"type": "book", "title": "T", "editor": [{"family": "Seal", "given": "M"}]}
MENDED = [
    Mended(
        "text",
        '<text variable="title" quotes="true"/>',
        {"type": "book", "title": marks.mark_quotes("What 'works'")},
        wrong="‘What ‘works’’",
        right="‘What “works”’",
    ),
    Mended(
        "names",
        '<names variable="author"><name/><substitute><names variable="editor"/></substitute></names>, '
        '<names variable="editor"><name/></names>',
        EDITOR,
        wrong="M SealM Seal",
        right="M Seal",
    ),
    Mended(
        "substitute",
        '<names variable="author"><name/><substitute><text macro="title"/></substitute></names><text macro="title"/>',
        {"type": "webpage", "title": "Housing"},
        wrong="HousingHousing",
        right="Housing",
        macros=TITLE,
    ),
    Mended(
        "name",
        '<names variable="author"><name initialize-with="."/></names>',
        {"type": "book", "author": [{"family": "王", "given": "小明"}]},
        wrong=". 小明 . 王",
        right="小明 王",
    ),
    Mended(
        "date",
        '<date variable="issued" form="text"/>',
        {"type": "book", "issued": {"year": 2012, "month": 3, "day": 1}},
        wrong="March1",
        right="March 1",
        macros=MONTH_FIRST,
    ),
    Mended(
        "date-part",
        TWO_DATES,
        {"type": "book", "issued": {"year": 2012, "month": 3, "day": 1}},
        wrong="3 13 1",
        right="3 1March 1",
        macros=MONTH_FIRST,
    ),
    Mended(
        "label",
        '<names variable="editor"><name/><label form="short" prefix=" (" suffix=")" text-case="title"/></names>',
        EDITOR,
        wrong="M Seal (ed.)",
        right="M Seal (Ed.)",
    ),
    Mended(
        "number",
        '<number variable="collection-number"/>',
        {"type": "book", "collection-number": "7"},
        wrong="",
        right="7",
    ),
    Mended(
        "group",
        '<text variable="title"/><group><choose><if type="thesis"><text value=" Publication"/></if><else>'
        '<text variable="genre"/></else></choose><text variable="number"/></group>',
        {"type": "thesis", "title": "T"},
        wrong="T Publication",
        right="T",
    ),
]


@pytest.mark.parametrize("mended", MENDED, ids=[each.element for each in MENDED])
def test_each_element_of_ours_mends_what_citeproc_py_gets_wrong(mended):
    assert made(mended, OVERRIDDEN) == mended.right
    without = {name: element for name, element in OVERRIDDEN.items() if name != mended.element}
    assert made(mended, without) == mended.wrong


def test_each_element_of_ours_is_shown():
    assert {each.element for each in MENDED} == OVERRIDDEN.keys()


def made(mended, overridden):
    style = io.BytesIO(STYLE.format(macros=mended.macros, layout=mended.layout).encode())
    marked = processed(mended.reference, style=Style(style, "en-GB", overridden))
    return marks.with_quotes(marked, double_outside=False)
