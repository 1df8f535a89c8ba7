"""Days and times in the browser: shown in full as one types, and from the calendar."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import Meeting
from members.models import User
from tests.factories.members import FacilitationFactory, MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)
IN_FULL = re.compile(r"^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day 23 February 20\d\d")


@pytest.fixture
def planning(page, sign_in):
    """The page that sets a date, opened by the facilitator of its site."""
    member = MemberFactory(user__name="Ruth Adeyemi")
    FacilitationFactory(member=member)
    sign_in(page, User.objects.get(pk=member.user_id))
    page.goto(reverse("meetings:meeting_schedule", args=[member.site.slug]))
    page.wait_for_load_state("networkidle")
    return page


def test_a_day_is_shown_in_full_as_one_types_and_sent_so(planning, axe):
    day, at = planning.get_by_label("Day", exact=True), planning.get_by_label("Time", exact=True)
    day.press_sequentially("23 Feb")
    expect(planning.locator("#id_day_read")).to_have_text(IN_FULL)
    day.press("Tab")
    expect(day).to_have_value(re.compile(r"^23 February 20\d\d$"))
    at.fill("half past two")
    expect(planning.locator("#id_time_read")).to_have_text("2:30pm")
    axe(planning)

    planning.get_by_role("button", name="Set this date").click()

    expect(planning.get_by_role("status").filter(has_text="2:30pm")).to_be_visible()
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_calendar_fills_the_field_and_nothing_is_wider_than_the_page(planning, width, axe):
    planning.set_viewport_size({"width": width, "height": 800})
    planning.get_by_role("button", name="Choose from a calendar").click()
    planning.locator(".day-picker").evaluate(
        "field => { field.value = '2027-02-23'; field.dispatchEvent(new Event('change', { bubbles: true })); }"
    )

    expect(planning.get_by_label("Day", exact=True)).to_have_value("23 February 2027")
    expect(planning.locator("#id_day_read")).to_have_text("Tuesday 23 February 2027")
    assert planning.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(planning)
