import json

import pytest

from knowledge.citations.exporting import exported, keys_of
from knowledge.citations.meta import citation_meta, coins
from knowledge.importing.reading import read
from tests.knowledge.citations.items import item
from tests.knowledge.citations.others import OTHERS
from tests.knowledge.citations.published import PUBLISHED

FORMS = ("ris", "bibtex", "csl-json")
OF_BOTH = [pair.item for pair in (*PUBLISHED, *OTHERS)]
HOSTILE = r"50% of {us} & them_ #1 ~x~ a^b \c -- d ''q'' ``r`` $5, $6 @book{x, y = {z}} “y”"
ARTICLE = {
    "type": "article-journal",
    "title": HOSTILE,
    "author": [
        {"family": "Silva e Costa", "given": "Ana"},
        {"literal": "Health and Care, Ltd"},
        {"family": "Berg", "given": "J. A.", "suffix": "Jr.", "non-dropping-particle": "van der"},
    ],
    "issued": {"date-parts": [[2012, 3]]},
    "accessed": {"date-parts": [[2012, 3, 1]]},
    "container-title": "Care & Kin",
    "volume": "1",
    "issue": "3",
    "number": "12",
    "page": "77-88",
    "DOI": "10.1234/a_b",
    "PMID": "123",
    "ISSN": "12345678",
    "URL": "https://a.example/~c_d?e=%20f&g=1#h",
    "keyword": "care, joined up",
    "language": "en",
    "abstract": "Was it 5 > 3? Yes.",
    "note": "Read aloud.",
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_exported_is_read_back_as_it_was(form):
    in_one_form = [record.item for record in read(exported(OF_BOTH, "csl-json")).records]
    items = [
        *in_one_form,
        ARTICLE,
        {"type": "book", "title": "T", "number-of-pages": "12", "ISBN": "9780306406157"},
    ]

    found = read(exported(items, form))

    assert [record.item for record in found.records] == items


def test_an_empty_list_is_an_empty_file_of_its_form():
    assert json.loads(exported([], "csl-json")) == []
    assert exported([], "ris") == exported([], "bibtex").strip() == b""


def test_ris_has_a_line_for_each_value():
    petch = item(
        "article-journal",
        "Petch, Alison",
        "Shelter, ",
        title="Plates",
        on=(2012, 3, 1),
        page="7-8",
        keyword="a; b",
    )

    assert exported([petch], "ris").decode().split("\r\n") == [
        "TY  - JOUR",
        "AU  - Petch, Alison",
        "AU  - Shelter",
        "PY  - 2012",
        "DA  - 2012/03/01/",
        "TI  - Plates",
        "SP  - 7",
        "EP  - 8",
        "KW  - a",
        "KW  - b",
        "ER  - ",
        "",
    ]  # fmt: skip


def test_no_text_begins_a_line_or_an_entry_of_its_own():
    lines = {"type": "book", "title": "One\r\nER  - \r\nTY  - JOUR\n@article{x,\n title={y}}"}

    for form in FORMS:
        records = read(exported([lines], form)).records
        assert [record.item for record in records] == [
            {"type": "book", "title": "One ER - TY - JOUR @article{x, title={y}}"}
        ]


def test_each_item_has_a_key_of_its_own():
    items = [
        item("book", "Öz, A.", title="T", on=(2012,)),
        item("book", "Oz, B.", title="T", on=(2012,)),
        {"type": "book"},
    ]

    assert keys_of(items) == ["oz2012", "oz2012a", "item"]


def test_a_form_that_there_is_not_is_an_error():
    with pytest.raises(KeyError):
        exported([], "docx")


def test_machines_are_told_of_a_publication_in_meta_tags():
    article = ARTICLE | {"title": "Plates", "abstract": "", "keyword": "a; b"}

    assert citation_meta(article) == [
        ("citation_title", "Plates"),
        ("citation_volume", "1"),
        ("citation_issue", "3"),
        ("citation_doi", "10.1234/a_b"),
        ("citation_pmid", "123"),
        ("citation_issn", "12345678"),
        ("citation_language", "en"),
        ("citation_public_url", "https://a.example/~c_d?e=%20f&g=1#h"),
        ("citation_author", "Silva e Costa, Ana"),
        ("citation_author", "Health and Care, Ltd"),
        ("citation_author", "van der Berg, J. A., Jr."),
        ("citation_publication_date", "2012/03"),
        ("citation_journal_title", "Care & Kin"),
        ("citation_firstpage", "77"),
        ("citation_lastpage", "88"),
        ("citation_keywords", "a"),
        ("citation_keywords", "b"),
    ]


@pytest.mark.parametrize(
    ("published", "context"),
    [
        (
            item(
                "article-journal",
                "Petch, Alison",
                title="A & B?",
                on=(2012,),
                container_title="J",
                DOI="10.1/x",
            ),
            "ctx_ver=Z39.88-2004&rft_id=info%3Adoi%2F10.1%2Fx&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rft.genre=article"
            "&rft.atitle=A+%26+B%3F&rft.jtitle=J&rft.date=2012&rft.aulast=Petch&rft.aufirst=Alison&rft.au=Petch%2C+Alison",
        ),
        (
            item("report", "Crisis", title="R", publisher="Crisis"),
            "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&rft.genre=report&rft.btitle=R&rft.pub=Crisis"
            "&rft.aucorp=Crisis",
        ),
        (
            item("webpage", title="W", URL="https://w.example/"),
            "ctx_ver=Z39.88-2004&rft_id=https%3A%2F%2Fw.example%2F&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&rft.type=webpage"
            "&rft.title=W",
        ),
    ],
)
def test_the_button_of_zotero_finds_a_publication(published, context):
    assert coins(published) == context
