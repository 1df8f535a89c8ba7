"""Marks below a text while somebody types it: replacing, undoing and keeping, by the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser import table
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_name_is_replaced_everywhere_and_a_kept_word_stays_kept_at_the_site(page, sign_in, axe):
    here = table.lay()
    sign_in(page, here.user("Ruth"))
    page.goto("/cases/offer/")
    marks = page.get_by_role("group", name="Names and places in this text")
    text = page.get_by_role("textbox", name="Summary")

    text.fill("Kevin eats at the Red Lion. Kevin is well there.")
    expect(marks).to_contain_text("2 passages to look at")
    axe(page)
    marks.get_by_role("button", name="A", exact=True).press("Enter")
    expect(text).to_have_value("A eats at the Red Lion. A is well there.")
    expect(marks.get_by_role("button", name="a pub")).to_be_focused()
    text.press("Control+z")
    expect(text).to_have_value("Kevin eats at the Red Lion. Kevin is well there.")
    text.press("Control+Shift+z")

    expect(marks).to_contain_text("1 passage to look at")
    marks.get_by_role("button", name="Keep").press("Enter")
    marks.get_by_role("button", name="Public figure or national body").press("Enter")
    expect(marks).to_contain_text("Kept (1)")

    other = CaseFactory(site=here.site, presenter=here.user("Ruth").memberships.get())
    page.goto(f"/cases/{other.pk}/edit/")
    there = page.locator("[data-marks-for=id_presentation]")
    page.locator("[name=presentation]").fill("They meet at the Red Lion.")
    expect(there).to_contain_text("Kept (1)")
    expect(there).not_to_contain_text("to look at")
