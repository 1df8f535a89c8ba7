"""The way of a text on a phone: first words, marks, checking, a presenter's yes, publication and withdrawal."""

import pytest
from playwright.sync_api import expect

from knowledge.library.models import LearningObject
from tests.browser import table
from tests.browser.journeys import Visitor
from tests.browser.test_main_line import agree, answer_about_readers, approve, publish
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Ring before you write"


def test_from_the_first_word_to_publication_and_withdrawal_on_a_phone(page, sign_in, axe):
    page.set_viewport_size({"width": 390, "height": 800})
    here = table.lay()
    here.meeting(in_days=3)  # so that each thing to do is a row of the home page
    case = CaseFactory(site=here.site, presenter=here.user("Bev").memberships.get(), presented=True)

    def at(name: str) -> Visitor:
        sign_in(page, here.user(name))
        return Visitor(page, axe if name == "Ruth" else None)

    write(at("Ruth"), case)
    ask_about_a_passage(at("Carol"))
    agree(at("Bev"), TITLE, "A was afraid of letters.")
    approve(at("Carol"), f"Check before sharing: {TITLE}")
    publish(at("Ruth"), TITLE)
    written = LearningObject.objects.get(case=case)
    reader = at("Pat")
    reader.opens(written.get_absolute_url())
    reader.reads("A was afraid of letters.")

    withdraw(at("Ana"), written)

    answer = page.goto(written.get_absolute_url())
    assert answer.status == 410
    Visitor(page).reads("It was withdrawn to protect somebody’s privacy.")
    expect(page.get_by_role("main")).not_to_contain_text("afraid of letters")


def write(ruth, case):
    """A name is marked as it is typed, and one press puts a letter in its place everywhere."""
    ruth.opens(f"/cases/{case.pk}/write-up/")
    ruth.presses("Start the write-up")
    story = ruth.field("The story")
    ruth.writes("Title", TITLE)
    ruth.writes("Summary", "A call first, then the letter.")
    story.fill("Kevin was afraid of letters. Somebody rang Kevin first.")
    marks = ruth.page.locator(f"[data-marks-for={story.get_attribute('id')}]")
    marks.get_by_role("button", name="A", exact=True).click()
    expect(story).to_have_value("A was afraid of letters. Somebody rang A first.")
    ruth.presses("Save and send for checking")
    ruth.chooses("Who is it for?", "Members and commissioners")
    answer_about_readers(ruth)
    ruth.has_read()
    ruth.presses("Send for checking")
    if (
        ruth.page.get_by_role("heading", level=1).inner_text() == "Send for checking"
    ):  # what stands together is read first
        ruth.presses("Send for checking")
    ruth.reads("has been sent for checking")


def ask_about_a_passage(carol):
    carol.opens("/")
    carol.follows(f"Check before sharing: {TITLE}")
    carol.writes("The passage it is about", "Somebody rang A first.")
    carol.writes("Your message", "Who rang?")
    carol.presses("Send message")
    carol.reads("Who rang?")


def withdraw(ana, written):
    text = written.versions.get().cleared_text
    ana.opens(f"/checking/{text.pk}/")
    ana.chooses("Why is it withdrawn?", "protect somebody")
    ana.presses("Withdraw this text")
    ana.is_at("Withdrawn")
