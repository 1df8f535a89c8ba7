"""What may tell who somebody is: what forms refuse, what is marked where texts are checked, and that every word is shown there."""

import pytest

from cases.clearance.marked_text import render
from cases.clearance.models import ClearedText
from cases.clearance.models.texts import canonical
from kit.privacy.identifiers import refused_passages
from members.known_names import IdentifierFinder
from tests.factories.members import DisciplineFactory, MemberFactory
from tests.factories.sites import OrganisationFactory, SiteFactory


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("He rings from 01632 960 114 most nights.", "a phone number"),
        ("Write to her at someone@example.org today.", "an e-mail address"),
        ("She lives in ST4 2DF now.", "a postcode"),
        ("His number is 943 476 5919.", "an NHS number"),
        ("QQ 12 34 56 C was on the form; AB 12 34 56 C too.", "a National Insurance number"),
    ],
)
def test_what_leads_to_one_person_is_refused(text, what):
    sentences = refused_passages(text)

    assert sentences
    assert what in sentences[0]


@pytest.mark.parametrize(
    "text",
    ["A man in his forties, in 4 hostels since 2011.", "Mr Smith of Ferry Lane, on 4 September 2011.", ""],
)
def test_the_rest_is_not_refused(text):
    assert refused_passages(text) == []


@pytest.fixture
def site(db):
    site = SiteFactory(place="Dunsmere", host=OrganisationFactory(name="Kiln Street Housing"))
    nurse = DisciplineFactory(programme=site.programme, name="Dual Diagnosis Nurse")
    worker = DisciplineFactory(programme=site.programme, name="Support Worker")
    MemberFactory(site=site, without_account=True, name="Siân Prosser", discipline=nurse)
    MemberFactory(site=site, without_account=True, name="Joe May", discipline=worker)
    MemberFactory(site=site, without_account=True, name="Bev Sutton", discipline=worker)
    return site


def test_names_of_people_place_and_host_are_known(site):
    assert set(IdentifierFinder(site).names) == {
        "Dunsmere", "Kiln Street Housing", "Dual Diagnosis Nurse", "Siân Prosser", "Siân", "Prosser",
        "Joe May", "Joe", "Bev Sutton", "Bev", "Sutton",
    }  # fmt: skip


def test_a_role_that_one_person_holds_is_a_name(site):
    finder = IdentifierFinder(site)

    found = finder.find(
        "The dual diagnosis nurse rang; a support worker may ring too. Prosser said so in Dunsmere."
    )

    assert [(each.passage, each.what) for each in found] == [
        ("dual diagnosis nurse", "The only person in this role"),
        ("Prosser", "A name"),
        ("Dunsmere", "A name"),
    ]
    assert found[0].why == f"One person at {site} has this role, so the role identifies them. " + (
        f"Write the sector instead: “{site.members.first().discipline.sector.name}”."
    )


LEARNING_OBJECT = {
    "title": "Three keys", "standfirst": "In short.", "reference": "CP4-07", "site": "CP4 Dunsmere",
    "programme": "Common Ground", "period": "November 2012", "licence": "CC BY-SA 4.0",
    "sections": [
        {"heading": "The story", "text": "One man.\n\nSiân rang on 4 September 2011."},
        {"heading": "What was tried", "text": "Ringing."},
    ],
    "steps": [{"what": "Ring first", "agreed": "meeting 4", "answered": "meeting 5", "outcome": "Helped"}],
    "themes": ["prison release", "trust"], "needs": ["housing"], "kind": "challenging",
    "evidence": [{"citation": "Tolland, J. 2011", "bottom_line": "Ring first.", "link": "https://example.org/x"}],
    "something_new": "Nobody told the page about this.",
}  # fmt: skip


def every_string(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value
    return [words for item in values for words in every_string(item)]


def test_the_page_shows_every_word_of_a_text(site):
    text = ClearedText(site=site, body=canonical(LEARNING_OBJECT))

    rendered = render(text)

    shown = " ".join(
        ["".join(piece.text for piece in block.pieces) + block.aside for block in rendered.blocks]
        + [words for _, words in rendered.facts]
    )
    for words in every_string(LEARNING_OBJECT):
        for paragraph in words.split("\n\n"):
            assert paragraph in shown
    assert rendered.blocks[0].pieces[0].text == "Three keys"


def test_marks_are_numbered_through_the_whole_text(site):
    text = ClearedText(site=site, body=canonical(LEARNING_OBJECT))

    rendered = render(text)

    assert [(mark.number, mark.passage) for mark in rendered.marks] == [(1, "Siân"), (2, "4 September 2011")]
    numbers = [piece.number for block in rendered.blocks for piece in block.pieces if piece.number]
    assert numbers == [1, 2]


def test_a_text_of_no_site_is_looked_at_too():
    text = ClearedText(body=canonical({"title": "News", "words": "Dr Patel rang."}))

    assert [mark.passage for mark in render(text).marks] == ["Dr Patel"]


def test_the_text_says_what_came_of_a_step_in_words_beside_it(site):
    step = {
        "what": "Ring first",
        "agreed": "2026-09",
        "answered": "2026-10",
        "outcome": "not_yet",
    }
    text = ClearedText(site=site, body=canonical({"title": "Three keys", "steps": [step, step]}))

    blocks = render(text).blocks

    assert [(block.label, block.aside) for block in blocks] == [
        ("", ""),
        ("What was tried", "Agreed in September 2026. October 2026: Not yet"),
        ("", "Agreed in September 2026. October 2026: Not yet"),
    ]
