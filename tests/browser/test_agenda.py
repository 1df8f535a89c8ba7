"""The agenda on one page: by keyboard, on a phone, and as a plain form without script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings import actions
from members.models import User
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ruth():
    member = MemberFactory(site=SiteFactory(code="CP4", place="Dunsmere"), name="Ruth Adeyemi")
    FacilitationFactory(member=member)
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def meeting(ruth):
    site = ruth.memberships.get().site
    return actions.schedule(site, starts_at=timezone.now() + timedelta(days=3), kind="case", by=ruth)


def button(page, verb: str, line: str):
    return page.get_by_role("button", name=re.compile(rf"^{verb}\s*: {line}"))


def titles(meeting) -> list[str]:
    return list(meeting.agenda_items.values_list("title", flat=True))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_line_moves_by_keyboard_and_keeps_the_focus(page, sign_in, ruth, meeting, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, ruth)
    page.goto(f"/meetings/{meeting.pk}/agenda/")
    axe(page)

    button(page, "Down", "Check-in").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Down", "Check-in")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(re.compile("will be item 2"))
    page.get_by_label("Minutes for The case").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_label("Minutes for The case")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("100")
    expect(page.get_by_text("minutes longer than the 120-minute meeting")).to_be_visible()
    axe(page)
    page.keyboard.press("Enter")  # the one Save

    expect(page.get_by_text("The agenda has been saved.")).to_be_visible()
    assert titles(meeting)[:2] == ["Ground rules", "Check-in and attendance"]
    assert meeting.agenda_items.get(about="case").minutes_long == 100
    assert titles(meeting).index("The case") < titles(meeting).index("Guest speaker")
    axe(page)


def test_without_script_a_line_moves_and_nothing_typed_is_lost(new_context, sign_in, ruth, meeting):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, ruth)
    page.goto(f"/meetings/{meeting.pk}/agenda/")

    page.get_by_label("Add an item").fill("Tea")
    button(page, "Up", "Ground rules").click()
    expect(page.get_by_text("“Ground rules” will be item 1 when you save.")).to_be_visible()
    expect(page.get_by_label("Title", exact=True).last).to_have_value("Tea")
    page.get_by_role("button", name="Save the agenda").last.click()

    expect(page.get_by_text("The agenda has been saved.")).to_be_visible()
    assert titles(meeting)[0] == "Ground rules"
    assert titles(meeting)[-1] == "Tea"
