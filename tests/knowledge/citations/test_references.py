import html
import re

import pytest

from knowledge.citations.references import cited_in_text, letter, reference, references
from tests.knowledge.citations import the_report
from tests.knowledge.citations.items import item
from tests.knowledge.citations.others import OTHERS
from tests.knowledge.citations.published import PUBLISHED
from tests.measuring import seconds_of

PAIRS = [*PUBLISHED, *OTHERS]
TAGS = re.compile(r"</?i>")


@pytest.mark.parametrize(("rule", "published", "expected"), PAIRS, ids=[pair.rule[:60] for pair in PAIRS])
def test_each_kind_has_the_reference_that_the_guidance_wants(rule, published, expected):
    made = reference(published)

    assert made.html == expected
    assert made.text == html.unescape(TAGS.sub("", expected))


def test_the_report_on_the_first_communities_of_practice_has_its_reference_list():
    made = references(pair.item for pair in reversed(the_report.PAIRS))

    assert [each.html for each in made] == [pair.expected for pair in the_report.PAIRS]


def test_a_list_is_in_the_order_of_authors_then_years_then_titles_whatever_accents_and_capitals():
    listed = [
        item("book", "Öz, A.", title="One", on=(2001,)),
        item("book", "Petch, A.", title="Later", on=(2012,)),
        item("book", "Petch, A.", title="Earlier", on=(2010,)),
        item("book", "Petch, A.", "Adams, B.", title="With another", on=(2001,)),
        item("book", "petch, a.", title="Undated"),
        item("book", title="The old age", on=(1985,)),
        item("book", "O'Hare, B.", title="Two", on=(2002,)),
    ]

    titles = [listed[each.place]["title"] for each in references(listed)]

    assert titles == ["Two", "The old age", "One", "Earlier", "Later", "Undated", "With another"]


def test_works_of_one_author_and_year_have_letters_in_the_list_and_in_the_text():
    later, earlier, other = (
        item("report", "NHS England", title=title, on=(year,))
        for title, year in [("B", 2012), ("A", 2012), ("C", 2013)]
    )
    undated = [item("webpage", "Shelter", title=title) for title in "XY"]
    listed = [later, earlier, other, *undated]

    assert [each.text for each in references(listed)] == [
        "NHS England (2012a) A.",
        "NHS England (2012b) B.",
        "NHS England (2013) C.",
        "Shelter (no date a) X.",
        "Shelter (no date b) Y.",
    ]
    assert cited_in_text(later, among=listed) == "(NHS England, 2012b)"
    assert cited_in_text(later) == "(NHS England, 2012)"
    assert cited_in_text(undated[0], among=listed) == "(Shelter, no date a)"


def test_the_law_has_no_letters():
    acts = [
        item("legislation", title="Care Act 2014", on=(2014,), number="23", section=part) for part in "19"
    ]

    assert [each.text for each in references(acts)] == [
        "Care Act 2014, c. 23, section 1.",
        "Care Act 2014, c. 23, section 9.",
    ]


@pytest.mark.parametrize(
    ("published", "cited"),
    [
        (item("book", "Petch, A.", title="T", on=(2012,)), "(Petch, 2012)"),
        (item("book", "Greig, R.", "Poxton, R.", title="T", on=(2001,)), "(Greig and Poxton, 2001)"),
        (item("book", "A, R.", "B, R.", "C, D.", title="T", on=(2001,)), "(A, B and C, 2001)"),
        (item("book", "A, R.", "B, R.", "C, D.", "E, F.", title="T", on=(2001,)), "(A et al., 2001)"),
        (item("book", "Crisis", title="T"), "(Crisis, no date)"),
        (item("book", title="T", on=(2012,), editor=["Seal, M."]), "(Seal, 2012)"),
        (item("webpage", title="What works?", on=(2012,)), "(What works?, 2012)"),
        (item("legislation", title="Care Act 2014", on=(2014,), number="23"), "(Care Act 2014)"),
        (item("legal_case", title="R v Ng", on=(2014,), number="UKSC 1"), "(R v Ng, 2014)"),
        (item("article-newspaper", title="T", on=(2012,), container_title="The Times"), "(The Times, 2012)"),
    ],
)
def test_in_the_text_stand_author_and_year(published, cited):
    assert cited_in_text(published) == cited


def test_the_items_are_left_as_they_were():
    published = item("report", "Crisis", title="A ‘b’", on=(2012,), number="Cm 1", edition="2nd", page="1-9")
    before = repr(published)

    references([published], "harvard")

    assert repr(published) == before


def test_what_is_not_known_is_left_out_and_never_fails():
    for kind in (
        "article-journal",
        "book",
        "chapter",
        "webpage",
        "legislation",
        "legal_case",
        "bill",
        "speech",
        "x",
    ):
        for style in ("harvard", "vancouver", "apa"):
            assert "None" not in "".join(each.text for each in references([{"type": kind}], style))
    assert reference({}).text == ""


@pytest.mark.parametrize("number", [25, 26, 27, 52])
def test_there_are_letters_for_any_number_of_works(number):
    assert letter(number) == {25: "z", 26: "aa", 27: "ab", 52: "ba"}[number]


def test_text_is_escaped_and_italics_alone_are_markup():
    made = reference(item("book", "Ng & <script>", title="<b>x</b> \ue000", on=(2012,), publisher="A&B"))

    assert made.html == "Ng &amp; &lt;script&gt; (2012) <i>&lt;b&gt;x&lt;/b&gt;</i>. A&amp;B."
    assert made.text == "Ng & <script> (2012) <b>x</b>. A&B."


BY_CHOICE = [
    (
        "vancouver",
        ["1. Petch A. Tectonic plates. Journal of Integrated Care. 2012;20(2):77–88.",
         "2. Marmot M, Wilkins R, editors. Listen! Oxford: Kestrel; 2006.",
         "3. Franklin AW. Management. In: Smith SM, editor. Maltreatment. Lancaster: MTP; 2012. p. 83–95.",
         "4. Crisis. Housing First [Internet]. 2011 [cited 2012 Mar 3]. Available from: https://c.example.org/"],
    ),
    (
        "apa",
        ["Crisis. (2011). Housing First. https://c.example.org/",
         "Franklin, A. W. (2012). Management. In S. M. Smith (Ed.), Maltreatment (pp. 83–95). MTP.",
         "Marmot, M., & Wilkins, R. (Eds.). (2006). Listen! Kestrel.",
         "Petch, A. (2012). Tectonic plates. Journal of Integrated Care, 20(2), 77–88."],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("style", "expected"), BY_CHOICE)
def test_vancouver_and_apa_are_there_by_choice(style, expected):
    listed = [
        item("article-journal", "Petch, Alison", title="Tectonic plates", on=(2012,), container_title="Journal of Integrated Care", volume="20", issue="2", page="77-88"),
        item("book", title="Listen!", on=(2006,), editor=["Marmot, Michael", "Wilkins, Rose"], publisher="Kestrel", publisher_place="Oxford"),
        item("chapter", "Franklin, A. W.", title="Management", on=(2012,), editor=["Smith, S. M."], container_title="Maltreatment", publisher="MTP", publisher_place="Lancaster", page="83-95"),
        item("webpage", "Crisis", title="Housing First", on=(2011,), URL="https://c.example.org/", seen=(2012, 3, 3)),
    ]  # fmt: skip

    assert [each.text for each in references(listed, style)] == expected


def test_vancouver_counts_in_the_order_given():
    listed = [item("book", name, title="T", on=(2012,)) for name in ("Zed, A.", "Abe, B.")]

    assert [each.text[:6] for each in references(listed, "vancouver")] == ["1. Zed", "2. Abe"]
    assert cited_in_text(listed[1], "vancouver", among=listed) == "(2)"


def test_a_style_that_there_is_not_is_an_error():
    with pytest.raises(KeyError):
        references([], "oxford")


def test_fifty_references_that_were_made_before_take_no_time():
    listed = [pair.item for pair in PAIRS[:50]]
    references(listed)

    assert seconds_of(lambda: references(listed), enough=0.1) < 0.5
