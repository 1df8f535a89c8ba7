"""Passwords: forgotten, chosen anew, changed; and what that ends elsewhere."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import User
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

RESET = "/accounts/password/reset/"
NEW = "three words apart"


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


def link_in(letter) -> str:
    """The path of the link in a letter about a forgotten password."""
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body).group(1)


def choose(client, letter, password=NEW):
    """Open the link of `letter`, then choose a password on the page that it leads to."""
    page = client.get(link_in(letter), follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def is_signed_in(client) -> bool:
    return client.get(reverse("mfa_index")).status_code == 200


def test_a_forgotten_password_is_chosen_anew_by_a_link_in_a_letter(client, ruth, mailoutbox):
    client.post(RESET, {"email": "RUTH@example.org"})

    letter = mailoutbox[0]
    assert letter.to == ["ruth@example.org"]
    assert letter.subject == "Reset your Copsite password"
    assert "Hello Ruth," in letter.body
    done = choose(client, letter)
    assert "Your password has been changed" in done.content.decode()
    assert User.objects.get().check_password(NEW)


def test_the_link_leaves_the_address_line_and_is_in_no_page(client, ruth, mailoutbox):
    client.post(RESET, {"email": ruth.email})
    link = link_in(mailoutbox[0])

    page = client.get(link, follow=True)

    assert page.redirect_chain[-1][0].endswith("-set-password/")
    assert link.rsplit("-", 1)[1] not in page.content.decode()


def test_a_link_works_once(client, ruth, mailoutbox):
    client.post(RESET, {"email": ruth.email})
    choose(client, mailoutbox[0])

    again = Client().get(link_in(mailoutbox[0]), follow=True)

    assert "This link no longer works" in again.content.decode()


def test_a_link_works_for_a_day(client, ruth, mailoutbox, monkeypatch):
    client.post(RESET, {"email": ruth.email})
    tomorrow = timezone.now().replace(tzinfo=None) + timedelta(hours=26)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: tomorrow)

    page = client.get(link_in(mailoutbox[0]), follow=True)

    assert "This link no longer works" in page.content.decode()


@pytest.mark.parametrize("key", ["1-x", "zzzzzzzzzzzzz-set-password", "1-abc-123"])
def test_a_made_up_link_is_answered_in_words(client, ruth, key):
    page = client.get(f"/accounts/password/reset/key/{key}/", follow=True)

    assert page.status_code == 200
    assert "This link no longer works" in page.content.decode()


def test_an_unknown_address_gets_the_same_page_and_no_letter(client, ruth, mailoutbox):
    known = client.post(RESET, {"email": ruth.email}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.org"}, follow=True)

    assert unknown.redirect_chain == known.redirect_chain
    assert [letter.to for letter in mailoutbox] == [["ruth@example.org"]]


def test_a_closed_account_gets_no_letter(client, ruth, mailoutbox):
    ruth.is_active = False
    ruth.save()

    client.post(RESET, {"email": ruth.email})

    assert mailoutbox == []


def test_nobody_can_fill_an_inbox_with_letters(client, ruth, mailoutbox):
    answers = [client.post(RESET, {"email": ruth.email}).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 429]
    assert len(mailoutbox) == 3


def test_the_link_goes_to_our_own_address_whatever_the_request_says(ruth, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]

    Client(HTTP_HOST="elsewhere.example.com").post(RESET, {"email": ruth.email})

    assert "elsewhere" not in mailoutbox[0].body
    assert link_in(mailoutbox[0])


def test_a_new_password_signs_out_everywhere_and_its_owner_is_told(client, ruth, mailoutbox):
    elsewhere = Client()
    elsewhere.force_login(ruth)
    client.post(RESET, {"email": ruth.email})

    choose(client, mailoutbox[0])

    assert not is_signed_in(elsewhere)
    assert mailoutbox[1].to == ["ruth@example.org"]
    assert "with a link from an e-mail" in mailoutbox[1].body


def test_changing_a_password_signs_out_elsewhere_but_not_here(client, ruth, mailoutbox):
    elsewhere = Client()
    for one in (client, elsewhere):
        one.force_login(ruth)

    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )

    assert answer.url == reverse("members:my_details")
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert "signed out" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "too short"),
        ("ruth@example.org", "too similar"),
        ("Ruth Adeyemi", "too similar"),
        ("password1234", "too common"),
        ("nul\0 in a password", "Null characters"),
    ],
)
def test_a_password_that_can_be_guessed_is_refused(client, ruth, password, words):
    client.force_login(ruth)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_an_account_without_a_password_can_choose_its_first_one(client, ruth):
    ruth.set_unusable_password()
    ruth.save()
    client.force_login(ruth)

    page = client.get(reverse("account_change_password"), follow=True)
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})

    assert "Choose a password" in page.content.decode()
    assert User.objects.get().check_password(NEW)
