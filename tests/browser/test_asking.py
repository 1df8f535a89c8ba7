"""Could anyone be identified? The author is asked where a text is sent for checking, on a phone, with nothing lost."""

import pytest
from playwright.sync_api import expect

from cases.clearance.asking import WHO
from cases.clearance.models import AuthorAnswers
from tests.browser import table
from tests.factories.cases import CaseFactory, CommissionerIssueFactory

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 320, "height": 640}
WORDS = "A woman in her 30s from Eritrea has twins."


def test_the_author_reads_what_stands_together_and_answers_on_a_phone(page, sign_in, axe):
    here = table.lay()
    case = CaseFactory(site=here.site, presenter=here.user("Ruth").memberships.get(), presented=True)
    issue = CommissionerIssueFactory(case=case, raised_by=here.user("Ruth"))
    page.set_viewport_size(PHONE)
    sign_in(page, here.user("Ruth"))
    page.goto(f"/commissioning/{issue.pk}/send-for-checking/")
    page.get_by_label("Headline").fill("People lose support")
    page.get_by_label("Anonymous version").fill(WORDS)
    page.get_by_label("I have read it for who might be recognised").check()
    for who in WHO.values():
        answer(page, f"Would {who} know who this is?", "No")
    answer(page, "Was the person asked or told about this text?", "They were told")

    page.get_by_role("button", name="Send for checking").click()

    together = page.get_by_role("region", name="Could anyone be identified?")
    expect(together).to_contain_text("A woman in her 30s, from Eritrea, twins")
    expect(page.get_by_label("Anonymous version")).to_have_value(WORDS)
    expect(page.get_by_role("group", name="their family").get_by_label("No")).to_be_checked()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("I have read it for who might be recognised").check()
    page.get_by_role("button", name="Send for checking").click()

    expect(page.get_by_text("They were told")).to_be_visible()
    assert AuthorAnswers.objects.get().person == "told"
    axe(page)


def answer(page, question: str, said: str) -> None:
    page.get_by_role("group", name=question).get_by_text(said, exact=True).click()
