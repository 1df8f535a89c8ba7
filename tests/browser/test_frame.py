"""The frame of every page: way round, menu, errors, both colour modes; with the keyboard and without script."""

import pytest
from playwright.sync_api import expect

from members.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ruth():
    return User.objects.create_user("ruth@example.org", name="Ruth Adeyemi")


def test_a_page_that_is_not_there_says_so_kindly(page, axe):
    page.goto("/no-such-page/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    axe(page)


def test_the_first_stop_of_the_keyboard_skips_to_the_main_part(page):
    page.goto("/no-such-page/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_account_menu_opens_by_keyboard_and_closes_on_escape(page, sign_in, ruth, axe):
    sign_in(page, ruth)
    page.goto("/no-such-page/")
    summary = page.locator("details.account summary")

    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_chosen_colour_mode_wins_over_the_device(page, sign_in, ruth):
    ruth.colour_mode = "dark"
    ruth.save()
    sign_in(page, ruth)
    page.emulate_media(color_scheme="light")

    page.goto("/no-such-page/")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 22, 28)"


def test_no_page_is_wider_than_a_small_phone(page, sign_in, ruth):
    sign_in(page, ruth)
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto("/no-such-page/")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
