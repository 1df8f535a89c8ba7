"""Passwords: forgotten, chosen anew, changed; and what that ends elsewhere."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kit.queues import send_due
from members.actions.account_mails import forget_account_mail
from members.models import AccountMail, User
from tests.factories.members import PASSWORD, MemberFactory, UserFactory

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


def ask(client, address, mailoutbox):
    """Ask for a link for this address, and return the letter that the worker sends."""
    client.post(RESET, {"email": address})
    send_due()
    return mailoutbox[-1]


def is_signed_in(client) -> bool:
    return client.get(reverse("mfa_index")).status_code == 200


def test_a_forgotten_password_is_chosen_anew_by_a_link_in_a_letter(client, ruth, mailoutbox):
    letter = ask(client, "RUTH@example.org", mailoutbox)

    assert letter.to == ["ruth@example.org"]
    assert letter.subject == "Reset your Copsite password"
    assert "Hello Ruth," in letter.body
    done = choose(client, letter)
    assert "Your password has been changed" in done.content.decode()
    assert User.objects.get().check_password(NEW)


def test_the_link_leaves_the_address_line_and_is_in_no_page(client, ruth, mailoutbox):
    link = link_in(ask(client, ruth.email, mailoutbox))

    page = client.get(link, follow=True)

    assert page.redirect_chain[-1][0].endswith("-set-password/")
    assert link.rsplit("-", 1)[1] not in page.content.decode()


def test_a_link_works_once(client, ruth, mailoutbox):
    choose(client, ask(client, ruth.email, mailoutbox))

    again = Client().get(link_in(mailoutbox[0]), follow=True)

    assert "This link no longer works" in again.content.decode()


def test_a_link_works_for_a_day(client, ruth, mailoutbox, monkeypatch):
    ask(client, ruth.email, mailoutbox)
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
    send_due()

    assert unknown.redirect_chain == known.redirect_chain
    assert [letter.to for letter in mailoutbox] == [["ruth@example.org"]]


def test_a_closed_account_gets_no_letter(client, ruth, mailoutbox):
    ruth.is_active = False
    ruth.save()

    client.post(RESET, {"email": ruth.email})

    assert send_due() == 0
    assert mailoutbox == []


def test_nobody_can_fill_an_inbox_with_letters(client, ruth, mailoutbox):
    asked = [(client.post(RESET, {"email": ruth.email}).status_code, send_due()) for _ in range(4)]

    assert asked == [(302, 1), (302, 1), (302, 1), (429, 0)]


def test_whoever_asks_again_before_the_letter_has_gone_gets_one(client, ruth, mailoutbox):
    for _ in range(3):
        client.post(RESET, {"email": ruth.email})

    assert send_due() == 1
    client.post(RESET, {"email": "Somebody@Example.org"})
    assert AccountMail.objects.unsent().count() == 1


def test_the_link_goes_to_our_own_address_whatever_the_request_says(ruth, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]

    ask(Client(HTTP_HOST="elsewhere.example.com"), ruth.email, mailoutbox)

    assert "elsewhere" not in mailoutbox[0].body
    assert link_in(mailoutbox[0])


def test_a_new_password_signs_out_everywhere_and_its_owner_is_told(client, ruth, mailoutbox):
    elsewhere = Client()
    elsewhere.force_login(ruth)

    choose(client, ask(client, ruth.email, mailoutbox))
    send_due()

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

    send_due()

    assert answer.url == reverse("members:my_details")
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert "signed out" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "too short"),
        ("elevenchars", "too short"),
        ("ruth@example.org", "too similar"),
        ("Ruth Adeyemi", "too similar"),
        ("password1234", "too common"),
        ("Sunshine-2026!", "too common"),
        ("12 iloveyou 12", "too common"),
        ("dragonDRAGON", "too common"),
        ("nul\0 in a password", "Null characters"),
        ("Copsite-2026-!", "words that others here would guess"),
        ("CommunityOfPractice1", "words that others here would guess"),
        ("Dunsmere2026!!", "words that others here would guess"),
    ],
)
def test_a_password_that_can_be_guessed_is_refused(client, ruth, password, words):
    MemberFactory(user=ruth, site__place="Dunsmere")
    client.force_login(ruth)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    ruth.refresh_from_db()
    assert ruth.check_password(PASSWORD)


def test_an_account_without_a_password_can_choose_its_first_one(client, ruth):
    ruth.set_unusable_password()
    ruth.save()
    client.force_login(ruth)

    page = client.get(reverse("account_change_password"), follow=True)
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})

    assert "Choose a password" in page.content.decode()
    assert User.objects.get().check_password(NEW)


@pytest.mark.parametrize(
    "password", ["alltwelvelow", "a horse, a hat and a kettle", "123 456 789 0123", "æøåæøåæøåæøå"]
)
def test_a_long_password_needs_no_capitals_digits_or_signs(client, ruth, password):
    client.force_login(ruth)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert answer.status_code == 302
    assert User.objects.get().check_password(password)


def test_forgotten_password_does_the_same_for_every_address(client, ruth):
    """The same queries, none of which looks for an account; the worker alone finds out whether there is one."""
    asked = []
    for address in (ruth.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": address})
        asked.append(
            [
                query["sql"].split("VALUES")[0].replace(address, "…")
                for query in queries
                if "SAVEPOINT" not in query["sql"]
            ]
        )

    assert asked[0] == asked[1]
    assert not [sql for sql in asked[0] if "members_user" in sql or "account_emailaddress" in sql]
    assert AccountMail.objects.count() == 2
    assert send_due() == 1


def test_the_link_is_in_no_row(client, ruth, mailoutbox):
    key = link_in(ask(client, ruth.email, mailoutbox)).rsplit("-", 1)[1]

    for row in AccountMail.objects.values():
        assert key not in str(row)


def test_an_address_that_a_stranger_typed_is_forgotten_after_a_week(client, ruth):
    client.post(RESET, {"email": "nobody@example.org"})
    send_due()
    assert forget_account_mail() == 0

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert forget_account_mail() == 1

    assert not AccountMail.objects.exists()


@pytest.mark.parametrize("kind", AccountMail.Kind)
def test_every_kind_of_mail_about_an_account_can_be_written(ruth, kind):
    mail = AccountMail(kind=kind, email=ruth.email).message()

    assert mail.to == [ruth.email]
    assert mail.subject
    assert "http://testserver" in mail.body


@pytest.mark.parametrize(
    "password", ["a practice of seagulls", "welcome to the giraffes", "Dunsmere harbour lamp"]
)
def test_known_words_beside_others_are_no_harm(ruth, password):
    MemberFactory(user=ruth, site__place="Dunsmere")

    validate_password(password, ruth)
