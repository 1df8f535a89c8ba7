"""A shared computer in Chromium: the page warns, offers to stay, and covers itself; nothing typed in it is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Session
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


@pytest.fixture
def details(page, ruth):
    """Ruth's details, on a computer that she said is shared. The clock of the page is ours."""
    page.clock.install()
    page.goto(f"{reverse('account_login')}?next=/me/")
    page.get_by_label("E-mail address").fill(ruth.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("This is a shared computer").check()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your details and settings")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def used_at():
    return Session.objects.get(user__isnull=False).used_at


def left_alone_since(minutes):
    Session.objects.update(used_at=timezone.now() - timezone.timedelta(minutes=minutes))


def test_the_page_warns_and_one_can_stay(details, axe, eventually):
    warning = details.get_by_role("alert")
    expect(warning).to_be_hidden()
    details.clock.run_for("13:10")
    expect(warning).to_contain_text("You will be signed out in about two minutes")
    axe(details)
    left_alone_since(minutes=13)
    before = used_at()

    details.get_by_role("button", name="Stay signed in").click()

    expect(warning).to_be_hidden()
    assert used_at() > before


def test_typing_stays_by_itself(details, eventually):
    left_alone_since(minutes=8)
    before = used_at()
    details.clock.run_for("08:00")

    details.get_by_label("Your name").press_sequentially("x")
    details.clock.run_for("00:10")

    eventually(lambda: used_at() > before)
    details.clock.run_for("08:00")
    expect(details.get_by_role("alert")).to_be_hidden()


def test_another_tab_that_is_used_keeps_this_one_quiet(details):
    details.clock.run_for("10:00")
    details.context.new_page().goto("/me/")
    details.clock.run_for("04:00")

    expect(details.get_by_role("alert")).to_be_hidden()


def test_a_page_that_was_left_is_covered_and_what_was_typed_comes_back(details, sign_in, ruth, axe):
    details.get_by_label("Your name").fill("Ruth A. Adeyemi")
    Session.objects.all().delete()
    details.clock.run_for("16:00")

    expect(details.get_by_role("alert")).to_contain_text("What you typed is kept.")
    expect(details.get_by_label("Your name")).to_be_hidden()
    axe(details)
    sign_in(details, ruth)
    details.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(details.get_by_label("Your name")).to_have_value("Ruth A. Adeyemi")
    details.get_by_role("button", name="Save").click()
    expect(details.get_by_text("Your details have been saved")).to_be_visible()


def test_somebody_else_who_signs_in_does_not_uncover_it(details, sign_in):
    details.get_by_label("Your name").fill("Only for the eyes of Ruth")
    Session.objects.all().delete()
    details.clock.run_for("16:00")
    expect(details.get_by_role("alert")).to_contain_text("You have been signed out")

    sign_in(details, UserFactory())
    with details.expect_response("**/room/key/"):
        details.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(details.get_by_label("Your name")).to_be_hidden()
