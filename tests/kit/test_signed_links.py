"""A signed link holds two numbers, lets in nobody who changes it, and opens only pages of its own kind."""

import pytest
from django.test import override_settings

from kit import signed_links


def test_a_link_reads_back_what_was_signed():
    token = signed_links.sign(4, 17, salt="meetings.reply")

    assert signed_links.read(token, salt="meetings.reply", count=2) == (4, 17)


def test_a_link_fits_into_an_address_as_it_is():
    token = signed_links.sign(4, 17, salt="meetings.reply")

    assert token.replace("-", "").replace("_", "").isalnum()


def test_the_same_numbers_make_the_same_link():
    assert signed_links.sign(4, 17, salt="a") == signed_links.sign(4, 17, salt="a")


@pytest.mark.parametrize("changed", ["5-17", "4-18", "17-4", "4-17-"])
def test_a_link_with_other_numbers_opens_nothing(changed):
    _, _, signature = signed_links.sign(4, 17, salt="a").split("-", 2)

    assert signed_links.read(f"{changed}-{signature}", salt="a", count=2) is None


def test_a_link_of_another_kind_opens_nothing():
    assert (
        signed_links.read(signed_links.sign(4, 17, salt="meetings.reply"), salt="cases.my_steps", count=2)
        is None
    )


def test_a_link_signed_by_another_installation_opens_nothing():
    with override_settings(SECRET_KEY="somebody else's"):
        token = signed_links.sign(4, 17, salt="a")

    assert signed_links.read(token, salt="a", count=2) is None


@pytest.mark.parametrize(
    "token", ["", "-", "--", "4", "4-17", "4-17-", "x-y-z", "4-17-é", "4:17:x", "a" * 5000]
)
def test_what_is_no_link_of_ours_opens_nothing_and_breaks_nothing(token):
    assert signed_links.read(token, salt="a", count=2) is None
