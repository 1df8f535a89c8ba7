"""Attendance of all on one screen: by keyboard, and as a plain form without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Attendance
from members.models import User
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, GroundRulesFactory, MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site():
    return SiteFactory(code="CP4", place="Dunsmere")


@pytest.fixture
def ruth(site):
    member = MemberFactory(site=site, name="Ruth Adeyemi", user__name="Ruth Adeyemi")
    FacilitationFactory(member=member)
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def meeting(site, ruth):
    meeting = MeetingFactory(site=site, number=1, starts_at=timezone.now() - timedelta(hours=1))
    GroundRulesFactory(programme=site.programme, since=meeting.day)
    for name in ("Bev Sutton", "Carol Whitcombe", "Tom Hallett"):
        MemberFactory(site=site, name=name)
    return meeting


def marks(meeting) -> dict[str, tuple[str, str]]:
    rows = meeting.attendances.values_list("member__name", "mark", "stand_in_name")
    return {name: (mark, stand_in) for name, mark, stand_in in rows}


def test_a_letter_marks_a_person_and_moves_to_the_next(page, sign_in, ruth, meeting, axe):
    sign_in(page, ruth)
    page.goto(f"/meetings/{meeting.pk}/attendance/")
    axe(page)

    page.get_by_role("group", name="Bev Sutton").get_by_label("Here").focus()
    page.keyboard.press("h")  # Bev
    page.keyboard.press("t")  # Carol: the name of her stand-in comes first
    expect(page.get_by_label("Who came in place of Carol Whitcombe")).to_be_focused()
    page.keyboard.type("Gwen Ross, the nurse")
    page.keyboard.press("Enter")
    page.keyboard.press("a")  # Ruth
    page.keyboard.press("Tab")  # Tom stays unmarked
    axe(page)
    page.get_by_label("Everyone here agrees to the ground rules").check()
    page.get_by_role("button", name="Save attendance").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Meeting 1")
    assert marks(meeting) == {
        "Bev Sutton": ("present", ""),
        "Carol Whitcombe": ("stand_in", "Gwen Ross, the nurse"),
        "Ruth Adeyemi": ("apologies", ""),
    }
    axe(page)


def test_the_name_of_a_stand_in_is_asked_only_where_there_is_one(page, sign_in, ruth, meeting):
    sign_in(page, ruth)
    page.goto(f"/meetings/{meeting.pk}/attendance/")
    name = page.get_by_label("Who came in place of Tom Hallett")

    expect(name).to_be_hidden()
    page.get_by_role("group", name="Tom Hallett").get_by_text("Stand-in").click()

    expect(name).to_be_visible()


def test_what_is_missing_is_named_and_linked(page, sign_in, ruth, meeting, axe):
    sign_in(page, ruth)
    page.goto(f"/meetings/{meeting.pk}/attendance/")

    page.get_by_role("group", name="Tom Hallett").get_by_text("Stand-in").click()
    page.get_by_role("button", name="Save attendance").click()
    axe(page)
    page.get_by_role("link", name="Enter who came in place of Tom Hallett").click()

    expect(page.get_by_label("Who came in place of Tom Hallett")).to_be_focused()


def test_the_roll_is_a_plain_form_without_script(browser, browser_context_args, sign_in, ruth, meeting):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    sign_in(page, ruth)
    page.goto(f"/meetings/{meeting.pk}/attendance/")

    page.get_by_role("group", name="Tom Hallett").get_by_text("Stand-in").click()
    page.get_by_label("Who came in place of Tom Hallett").fill("Ali Demir")
    page.get_by_role("group", name="Bev Sutton").get_by_text("Here").click()
    page.get_by_role("button", name="Save attendance").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Meeting 1")
    assert marks(meeting) == {
        "Tom Hallett": (Attendance.Mark.STAND_IN, "Ali Demir"),
        "Bev Sutton": (Attendance.Mark.PRESENT, ""),
    }
    context.close()
