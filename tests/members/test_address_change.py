"""Changing the address that one signs in with: confirmed at the new one, told to the old one."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.queues import send_due
from members.models import AddressChange, User
from newsletter.actions import subscribe_the_programme
from newsletter.models import Subscriber
from tests.factories.members import PASSWORD, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = "ruth@new.example.org"


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


def ask(user, email=NEW):
    client = Client()
    client.force_login(user)
    return client, client.post(reverse("members:address_change"), {"email": email})


def link_in(mailoutbox) -> str:
    body = next(mail.body for mail in mailoutbox if mail.to == [NEW])
    return next(line for line in body.splitlines() if "/me/address/" in line).removeprefix(
        "http://testserver"
    )


def test_the_new_address_confirms_and_the_old_one_is_told(ruth, mailoutbox):
    client, answer = ask(ruth)
    assert answer.url == reverse("members:my_details")
    send_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == [ruth.email, NEW]
    ruth.refresh_from_db()
    assert ruth.email == "ruth@example.org"
    link = link_in(mailoutbox)

    visitor = Client()
    assert visitor.get(link).status_code == 200
    ruth.refresh_from_db()
    assert ruth.email == "ruth@example.org"
    assert visitor.post(link).url == reverse("account_login")
    send_due()

    ruth.refresh_from_db()
    assert ruth.email == NEW
    assert mailoutbox[-1].to == ["ruth@example.org"]
    assert "tell the programme team" in mailoutbox[-1].body
    assert client.get(reverse("members:my_details")).status_code == 302
    signed_in = Client().post(reverse("account_login"), {"login": NEW, "password": PASSWORD})
    assert signed_in.url == "/"
    assert (
        Client()
        .post(reverse("account_login"), {"login": "ruth@example.org", "password": PASSWORD})
        .status_code
        == 422
    )


def test_a_link_works_once_and_for_a_day_and_only_the_newest(ruth, mailoutbox):
    ask(ruth)
    send_due()
    first = link_in(mailoutbox)
    ask(ruth)
    mailoutbox.clear()
    send_due()
    newest = link_in(mailoutbox)

    assert Client().get(first).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert Client().post(newest).status_code == 404
    assert Client().post(newest).status_code == 302
    assert Client().post(newest).status_code == 404


def test_the_address_of_another_account_cannot_be_taken_and_nothing_tells_that_it_is_one(ruth, mailoutbox):
    UserFactory(email=NEW)

    _, answer = ask(ruth)
    send_due()

    assert answer.url == reverse("members:my_details")
    assert [mail.to for mail in mailoutbox] == [["ruth@example.org"]]


def test_an_account_made_meanwhile_keeps_its_address(ruth, mailoutbox):
    ask(ruth)
    send_due()
    UserFactory(email=NEW)

    assert Client().post(link_in(mailoutbox)).status_code == 409
    assert User.objects.get(pk=ruth.pk).email == "ruth@example.org"


def test_a_closed_account_changes_nothing(ruth, mailoutbox):
    ask(ruth)
    send_due()
    User.objects.filter(pk=ruth.pk).update(is_active=False)

    assert Client().post(link_in(mailoutbox)).status_code == 404


def test_the_token_is_in_no_row(ruth, mailoutbox):
    ask(ruth)
    send_due()
    token = link_in(mailoutbox).strip("/").rpartition("/")[2]

    assert token not in str(AddressChange.objects.values().get())


def test_a_site_and_the_newsletter_write_to_the_new_address(ruth, mailoutbox):
    member = MemberFactory(user=ruth, email="Ruth@example.org")
    other = MemberFactory(user=ruth, email="work@example.org")
    programme = member.site.programme
    subscribe_the_programme(programme)
    Subscriber.objects.filter(email="ruth@example.org").update(unsubscribed_at=timezone.now())
    ask(ruth)
    send_due()
    Client().post(link_in(mailoutbox))

    subscribe_the_programme(programme)

    member.refresh_from_db()
    other.refresh_from_db()
    assert (member.email, other.email) == (NEW, "work@example.org")
    [subscriber] = Subscriber.objects.filter(programme=programme)
    assert (subscriber.email, subscriber.unsubscribed_at is None) == (NEW, False)


@pytest.mark.parametrize(
    ("typed", "words"), [("ruth@example.org", "already"), ("no address", "valid e-mail"), ("", "required")]
)
def test_what_is_no_new_address_is_refused_and_stays(ruth, typed, words):
    _, answer = ask(ruth, typed)

    assert answer.status_code == 422
    assert not AddressChange.objects.exists()


def test_nobody_asks_for_many_addresses(ruth):
    answers = [ask(ruth, f"ruth{number}@example.org")[1].status_code for number in range(6)]

    assert answers == [302] * 5 + [429]


def test_it_asks_for_the_password_a_while_after_signing_in(ruth):
    client = Client()
    client.force_login(ruth)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.get(reverse("members:address_change")).url.startswith("/accounts/reauthenticate/")
