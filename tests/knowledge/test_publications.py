"""Publications in fields: as items of CSL-JSON, as lines, and how two entries of one are known."""

from datetime import date

import pytest

from knowledge.lines import creators_of, publication_of, where_of
from knowledge.publications import (
    NO_AUTHOR,
    Creator,
    Form,
    Publication,
    as_typed,
    creators_typed,
    item_of,
    key_of,
    of_item,
)

PETCH = Publication(
    form=Form.ARTICLE, title="Tectonic plates", creators=(Creator(family="Petch", given="A."),), year=2012,
    container="Journal of Integrated Care", volume="20", number="2", pages="77-88", doi="10.1108/1",
)  # fmt: skip
LINES = [
    ("Cornes, M.; Joly, L.", "King's College London, London"),
    ("Making Every Adult Matter", "Making Every Adult Matter, London"),
    ("Soubhi, H.; van den Akker, M.", "Annals of Family Medicine, 8(2), 170-177"),
    ("Hewett, N.", "BMJ, 345, e5999"),
    ("Scanlon, C.; Adlam, J.", "Housing, Care and Support, 15(2), 74-82"),
    ("Ministry of Housing, Communities and Local Government", "The Stationery Office, London"),
    ("Homeless Link; St Mungo's", ""),
]


@pytest.mark.parametrize(("authors", "source"), LINES)
def test_what_was_kept_as_lines_is_taken_over_and_makes_the_same_lines(authors, source):
    taken = publication_of(authors=authors, year=2012, title="A title", source=source)

    assert (taken.authors_line, taken.source_line) == (authors, source)


def test_people_and_organisations_are_told_apart():
    assert [each.name for each in creators_of("Tolland, J. and Ames, P., Orr, D.")] == [
        "Tolland, J.",
        "Ames, P.",
        "Orr, D.",
    ]
    names = creators_of("Anderson, S.; Department of Health; Williams, P. M. and Sullivan, Helen")

    assert [bool(each.organisation) for each in names] == [False, True, False, False]
    assert where_of("Something told in one piece")["publisher"] == "Something told in one piece"


def test_a_publication_survives_the_way_to_csl_json_and_back():
    chapter = Publication(
        form=Form.CHAPTER, title="Being there", year=2011, month=3, day=9, container="A book", edition="2", pages="1-9",
        creators=(
            Creator(family="Ames", given="P."), Creator(organisation="Crisis"), Creator(family="Li", role="editor"),
        ),
        publisher="A press", place="Leeds", isbn="9780000000002", read_on=date(2012, 3, 1), link="https://a.example/",
    )  # fmt: skip

    for publication in (PETCH, chapter):
        assert of_item(item_of(publication)) == publication


@pytest.mark.parametrize(
    ("item", "form"),
    [
        ({"type": "bill", "title": "A Bill"}, Form.LEGISLATION),
        ({"type": "nothing known", "title": "A title"}, Form.OTHER),
        ({"title": "A title", "issued": {"date-parts": [["no year"]]}}, Form.OTHER),
        ({"title": "A title", "issued": {"literal": "in press"}}, Form.OTHER),
    ],
)
def test_an_item_of_any_kind_is_read(item, form):
    found = of_item(item)

    assert (found.form, found.year) == (form, None)


def test_lists_name_editors_where_nobody_wrote_it_and_say_where_nobody_is_named():
    edited = Publication(
        form=Form.BOOK, title="A book", creators=(Creator(family="Li", given="A.", role="editor"),)
    )

    assert edited.authors_line == "Li, A. (ed.)"
    assert Publication(form=Form.WEB_PAGE, title="A page").authors_line == NO_AUTHOR
    assert PETCH.source_line == "Journal of Integrated Care, 20(2), 77-88"


def test_a_line_of_a_thousand_authors_ends_in_and_others():
    many = tuple(Creator(family=f"Family{number}", given="A.") for number in range(1000))

    line = Publication(form=Form.ARTICLE, title="A title", creators=many).authors_line

    assert len(line) <= 300
    assert line.endswith("A. and others")


@pytest.mark.parametrize(
    ("edition", "said"), [("2", "2nd edn"), ("11", "11th edn"), ("23", "23rd edn"), ("Rev.", "Rev.")]
)
def test_an_edition_is_said_as_people_say_it(edition, said):
    assert Publication(form=Form.BOOK, title="A book", edition=edition).source_line == said


def test_the_key_of_a_title_leaves_out_how_it_is_written():
    assert key_of("“Nice process” – but Ångström, again?") == key_of("Nice Process: but Angstrom again")


def test_names_are_typed_one_on_each_line_and_shown_so_again():
    typed = creators_typed(
        "Cornes, Michelle\nJoly, L.; le May, A.", "Department for Education, Skills and Work"
    )

    assert [each.name for each in typed] == [
        "Cornes, Michelle", "Joly, L.", "le May, A.", "Department for Education, Skills and Work",
    ]  # fmt: skip
    assert as_typed(typed, role="author") == "Cornes, Michelle\nJoly, L.\nle May, A."
    assert as_typed(typed, role="author", organisations=True) == "Department for Education, Skills and Work"
