"""On a phone, a presenter reads the text first and answers below it; a checker selects words and writes about them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.clearance import actions as clearance_actions
from cases.clearance.models import TextMessage
from members.models import User
from tests.factories.cases import CaseFactory
from tests.factories.members import FacilitationFactory, MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def text():
    """A text about a case, sent for checking by the facilitator."""
    case = CaseFactory(presented=True)
    member = MemberFactory(site=case.site)
    FacilitationFactory(member=member)
    return clearance_actions.send_for_checking(
        {"title": "Ring first", "standfirst": "A worker rang before she wrote.", "sections": []},
        kind="learning_object", audience="programme", programme=case.site.programme, site=case.site, case=case,
        authors=[], by=member.user,
    )  # fmt: skip


def open_as(user, page, sign_in, name, text):
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, User.objects.get(pk=user.pk))
    page.goto(reverse(name, args=[text.pk]))
    page.wait_for_load_state("networkidle")


def test_a_presenter_reads_the_text_first_and_agrees_on_a_phone(text, page, sign_in, axe):
    presenter = text.case.presenter_rows.get().member
    open_as(presenter.user, page, sign_in, "clearance:text_answer", text)
    words, agree = (
        page.get_by_text("A worker rang before she wrote."),
        page.get_by_role("button", name="Agree"),
    )

    expect(words).to_be_in_viewport()
    assert words.bounding_box()["y"] < agree.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    agree.click()

    expect(page.get_by_text("Saved: you agree to exactly these words.")).to_be_visible()
    assert text.read_facts().presenters[0].agreed_to_it


def test_selected_words_are_taken_into_a_message(text, page, sign_in, axe):
    checker = MemberFactory(site=text.site).user
    open_as(checker, page, sign_in, "clearance:text_check", text)

    page.locator(".flagged").get_by_text("A worker rang before she wrote.").select_text()
    page.get_by_role("button", name="Write about the selected words").click()

    expect(page.get_by_label("The passage it is about")).to_have_value("A worker rang before she wrote.")
    page.keyboard.type("Say which month.")
    axe(page)
    page.get_by_role("button", name="Send message").click()
    expect(page.locator(".flagged").get_by_text("Say which month.")).to_be_visible()
    assert TextMessage.objects.get().quote == "A worker rang before she wrote."
