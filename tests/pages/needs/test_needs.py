"""The needs assessment: in cleared words for its reader, as a page, a PDF, a Word file and tables."""

import csv
import io
from itertools import pairwise

import docx
import pytest
from django.utils import timezone

from cases.commissioning import actions
from cases.commissioning.models import IssueReply
from pages.needs.blocks import Bullets, Document, Heading, Paragraph, Table
from pages.needs.word import word_file
from tests.cases.pages import count_queries, words_of
from tests.paper import opened, words_in

ROOM = "canary"


@pytest.fixture
def programme(people):
    return people.programme


@pytest.fixture
def replied(people, share):
    """An issue for commissioners with a reply."""
    issue = share("People lose support", words="=Two letters, and out.")
    actions.reply(issue, kind=IssueReply.Kind.CANNOT, words="No money this year.", by=people.commissioner)
    return issue


def told(client, programme):
    """What the page, the PDF and the Word file say."""
    address = f"/programmes/{programme.slug}/needs"
    page = " ".join(words_of(client.get(f"{address}/")).partition("<main")[2].split())
    paper = words_in(client.get(f"{address}.pdf"))
    made = docx.Document(io.BytesIO(client.get(f"{address}.docx").content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return page, paper, " ".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def test_a_commissioner_takes_away_what_is_raised_and_what_was_answered(people, programme, replied, sign_in):
    client = sign_in(people.commissioner)

    for words in told(client, programme):
        for said in (
            "People lose support", "Two letters, and out.", "We cannot change this.", "No money this year.",
            "Of 1 concern, 0 led to a change.", f"raised once at 1 site, {people.site}", "How it was counted",
        ):  # fmt: skip
            assert said in words, said
        for never in (ROOM, people.commissioner.name, replied.case.reference):
            assert never not in words, never


def test_whoever_may_not_read_the_words_gets_none_of_them(people, programme, replied, sign_in):
    client = sign_in(people.commissioner_elsewhere)

    for words in told(client, programme):
        assert "No issue of this programme has been approved for you to read yet." in words
        assert "People lose support" not in words
    for name in ("themes", "what-helped"):
        assert "Excluded" not in words_of(client.get(f"/programmes/{programme.slug}/needs/{name}.csv"))
    assert "People lose support" not in words_of(client.get("/commissioning/issues.csv"))


def test_issues_and_replies_are_a_table_that_runs_no_formula(people, replied, sign_in):
    response = sign_in(people.commissioner).get("/commissioning/issues.csv")

    [head, row] = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    found = dict(zip(head, row, strict=True))
    assert found["anonymous version"] == "'=Two letters, and out."
    assert (found["where it stands"], found["answer"]) == (
        "Cannot change",
        "We cannot change this, because …",
    )
    assert (found["reply"], found["sites"]) == ("No money this year.", str(people.site))
    assert people.commissioner.name not in words_of(response)


def test_the_table_has_what_the_list_shows(people, replied, share, sign_in):
    share("Waiting")

    rows = words_of(sign_in(people.commissioner).get("/commissioning/issues.csv?show=waiting")).splitlines()

    assert len(rows) == 2
    assert "Waiting" in rows[1]


def test_themes_are_a_table_of_what_can_be_read(people, programme, replied, sign_in):
    response = sign_in(people.commissioner).get(f"/programmes/{programme.slug}/needs/themes.csv")

    assert words_of(response).splitlines()[1] == "issues that you can read,Excluded from a service,1,1"


def test_the_pdf_is_tagged_and_says_its_title_and_language(people, programme, replied, sign_in):
    paper = opened(sign_in(people.commissioner).get(f"/programmes/{programme.slug}/needs.pdf"))

    assert paper.Root.Lang == "en-GB"
    assert paper.Root.MarkInfo.Marked
    assert str(paper.docinfo["/Title"]) == f"Needs assessment: {programme}"


def test_a_word_file_has_real_headings_lists_and_tables_and_its_language():
    document = Document(
        "Title", "Under it",
        [Heading("Part"), Heading("Smaller", 3), Paragraph("Words\x0b", is_quoted=True), Bullets(["One", "Two"]),
         Table("A table", ["Theme", "Times"], [["Capacity", "3"]])],
    )  # fmt: skip

    made = docx.Document(io.BytesIO(word_file(document, author="Programme", made_at=timezone.now())))

    styles = [(paragraph.style.name, paragraph.text) for paragraph in made.paragraphs if paragraph.text]
    assert styles == [
        ("Heading 1", "Title"), ("Subtitle", "Under it"), ("Heading 2", "Part"), ("Heading 3", "Smaller"), ("Quote", "Words"),
        ("List Bullet", "One"), ("List Bullet", "Two"), ("Caption", "A table"),
    ]  # fmt: skip
    [table] = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Theme", "Times"],
        ["Capacity", "3"],
    ]
    assert "tblHeader" in table.rows[0]._tr.xml
    facts = made.core_properties
    assert (facts.title, facts.author, facts.language) == ("Title", "Programme", "en-GB")
    assert 'w:lang w:val="en-GB"' in made.styles.element.xml


def test_the_word_file_of_a_programme_has_headings_in_order_and_tables_that_repeat_theirs(
    people, programme, replied, sign_in
):
    response = sign_in(people.commissioner).get(f"/programmes/{programme.slug}/needs.docx")

    made = docx.Document(io.BytesIO(response.content))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    levels = [int(name.removeprefix("Heading ")) for name in styles if name.startswith("Heading ")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert levels.count(2) > 3
    assert all(level <= before + 1 for before, level in pairwise(levels)), levels
    assert made.tables
    for table in made.tables:
        first, *others = table.rows
        assert first._tr.xpath("w:trPr/w:tblHeader[@w:val='true']")
        assert all(cell.text for cell in first.cells)
        assert not any(row._tr.xpath("w:trPr/w:tblHeader") for row in others)
        assert table._tbl.xpath("w:tblPr/w:tblCaption/@w:val")
    facts = made.core_properties
    assert (facts.title, facts.language) == (f"Needs assessment: {programme}", "en-GB")
    assert (facts.author, facts.last_modified_by or "") == (programme.name, "")
    assert made.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val") == ["en-GB"]


def test_the_page_asks_no_more_for_more_issues(people, programme, share, sign_in):
    client = sign_in(people.commissioner)

    def add_and_count(number):
        for title in range(number):
            actions.reply(
                share(f"Issue {title}"), kind=IssueReply.Kind.CANNOT, words="No.", by=people.commissioner
            )
        return count_queries(client, f"/programmes/{programme.slug}/needs/")

    assert add_and_count(1) == add_and_count(2) <= 20


def test_somebody_outside_the_programme_finds_none(people, programme, sign_in):
    assert sign_in(people.stranger).get(f"/programmes/{programme.slug}/needs/").status_code == 404
