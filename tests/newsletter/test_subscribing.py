"""Outsiders ask and confirm; everyone leaves with one click; no answer tells who is on the list."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.queues import send_due
from newsletter import actions
from newsletter.models import ConfirmationMail, Subscriber
from tests.factories.newsletter import SubscriberFactory


@pytest.fixture
def ask(client, people):
    def asking(address="outsider@example.org"):
        return client.post(
            reverse("newsletter:subscribe"),
            {"programme": people.programme.slug, "email": address},
            follow=True,
        )

    return asking


def test_an_outsider_asks_confirms_and_is_on_the_list(people, ask, smtp, client):
    answer = ask("Outsider@Example.org")
    send_due(ConfirmationMail)

    assert answer.status_code == 200
    assert smtp[0]["To"] == "outsider@example.org"
    body = smtp[0].get_payload(0).get_payload(decode=True).decode()
    link = next(line for line in body.splitlines() if "/confirm/" in line).removeprefix("http://testserver")
    assert not Subscriber.objects.active().exists()
    assert client.get(link).status_code == 200
    assert not Subscriber.objects.active().exists()
    assert "You are subscribed" in client.post(link).content.decode()
    assert [subscriber.edition for subscriber in Subscriber.objects.active()] == ["public"]


def test_every_answer_is_the_same(people, ask):
    new = ask("new@example.org").content
    Subscriber.objects.filter(email="new@example.org").update(confirmed_at=timezone.now())
    member = ask(people.users["member"].email).content

    assert ask("new@example.org").content == new == member == ask("new@example.org").content


def test_nobodys_inbox_is_filled_from_the_form(people, ask, smtp):
    for _ in range(5):
        ask()
        send_due(ConfirmationMail)

    assert len(smtp) == 1


def test_whoever_is_on_the_list_gets_no_mail_for_asking_again(people, ask, smtp):
    Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now(),
        asked_at=timezone.now() - timedelta(days=60),
    )  # fmt: skip

    ask()
    send_due(ConfirmationMail)

    assert smtp == []


def test_an_old_link_does_not_bring_back_who_left(people, client):
    subscriber = Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    link = reverse("newsletter:subscription_confirm", args=[subscriber.question_token])
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        actions.unsubscribe(subscriber)
        answer = client.post(link)

    assert answer.status_code == 409
    assert "has expired" in answer.content.decode()
    assert not Subscriber.objects.active().exists()


def test_who_left_can_ask_again(people, ask, client):
    subscriber = Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    actions.unsubscribe(subscriber)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        ask()
        subscriber.refresh_from_db()
        client.post(reverse("newsletter:subscription_confirm", args=[subscriber.question_token]))

    assert Subscriber.objects.active().get() == subscriber


def test_a_link_goes_stale_after_two_days(people, ask, client):
    ask()
    link = reverse("newsletter:subscription_confirm", args=[Subscriber.objects.get().question_token])

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert client.post(link).status_code == 409


def test_what_they_agreed_to_is_stored_as_they_read_it(people, ask, client):
    ask()
    link = reverse("newsletter:subscription_confirm", args=[Subscriber.objects.get().question_token])
    page = client.get(link)

    client.post(link)

    row = Subscriber.objects.get()
    assert row.consent in html.unescape(page.content.decode())
    assert (row.source, row.confirmed_at.date()) == ("form", timezone.localdate())


def test_a_link_of_a_letter_confirms_nothing(people, ask, client):
    ask()

    answer = client.post(reverse("newsletter:subscription_confirm", args=[Subscriber.objects.get().token]))

    assert answer.status_code == 404
    assert not Subscriber.objects.active().exists()


def test_at_most_three_questions_go_to_one_address_in_a_day(people, ask, smtp):
    for minutes in range(0, 100, 20):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            ask()
            send_due(ConfirmationMail)

    assert len(smtp) == 3


def test_who_never_confirmed_is_forgotten_after_a_week(people, ask):
    ask()
    SubscriberFactory(programme=people.programme, asked_at=timezone.now() - timedelta(days=30))
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert actions.forget_unconfirmed() == 0

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert actions.forget_unconfirmed() == 1
    assert [row.is_active for row in Subscriber.objects.all()] == [True]


def test_looking_at_the_leaving_page_takes_nobody_off(people, client):
    subscriber = Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    link = reverse("newsletter:unsubscribe", args=[subscriber.token])

    assert "Unsubscribe" in client.get(link).content.decode()
    assert Subscriber.objects.active().exists()
    assert "You are unsubscribed" in client.post(link).content.decode()
    assert not Subscriber.objects.active().exists()


def test_leaving_by_a_mail_program_needs_no_token_of_ours(people, client):
    from django.test import Client

    subscriber = Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        reverse("newsletter:unsubscribe", args=[subscriber.token]), {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    assert not Subscriber.objects.active().exists()
    assert (
        strict.post(reverse("newsletter:subscription_confirm", args=[subscriber.question_token])).status_code
        == 403
    )


@pytest.mark.parametrize("page", ["subscription_confirm", "unsubscribe"])
def test_a_made_up_link_is_not_found(client, db, page):
    assert client.get(reverse(f"newsletter:{page}", args=["made-up"])).status_code == 404


@pytest.mark.parametrize("address", ["", "nobody", "a\x00b@example.org", f"{'a' * 300}@example.org"])
def test_an_address_that_is_none_stays_in_the_form(people, ask, address):
    answer = ask(address)

    assert answer.status_code == 422
    assert Subscriber.objects.count() == 0


def test_a_letter_of_an_ended_programme_cannot_be_asked_for(people, client):
    people.programme.ended_on = timezone.localdate()
    people.programme.save()

    answer = client.post(
        reverse("newsletter:subscribe"), {"programme": people.programme.slug, "email": "outsider@example.org"}
    )

    assert answer.status_code == 422
    assert Subscriber.objects.count() == 0


def test_an_address_that_bounces_is_not_tried_again_and_stops_nobody(people, ask, smtp):
    ask("bounce@example.org")
    ask("outsider@example.org")

    assert send_due(ConfirmationMail) == 1
    assert send_due(ConfirmationMail) == 0
    assert [letter["To"] for letter in smtp] == ["outsider@example.org"]
    assert not ConfirmationMail.objects.unsent().exists()


def test_without_a_mail_server_the_question_is_asked_once_there_is_one(people, ask, smtp, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    ask()
    with pytest.raises(OSError):
        send_due(ConfirmationMail)
    settings.EMAIL_PORT = port

    assert send_due(ConfirmationMail) == 1
    assert send_due(ConfirmationMail) == 0
    assert len(smtp) == 1


def test_whoever_gets_the_letter_can_leave_from_the_list_of_letters(people, client):
    member = people.user("member")
    actions.subscribe_the_programme(people.programme)
    client.force_login(member)
    subscriber = Subscriber.objects.get(email=member.email)

    words = client.get(reverse("newsletter:issue_list")).content.decode()

    assert reverse("newsletter:unsubscribe", args=[subscriber.token]) in words


def test_asking_again_while_the_question_still_waits_sends_one_mail(people, ask, smtp):
    ask()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        ask()

        assert send_due(ConfirmationMail) == 1
    assert len(smtp) == 1


def test_whoever_left_before_the_question_went_out_is_not_asked(people, ask, smtp):
    ask()
    actions.unsubscribe(Subscriber.objects.get())

    assert send_due(ConfirmationMail) == 0
    assert smtp == []


def test_from_one_place_only_so_many_subscribe_in_an_hour(client, people):
    def subscribe(number, client=client):
        typed = {"programme": people.programme.slug, "email": f"new{number}@example.org"}
        return client.post(reverse("newsletter:subscribe"), typed, follow=True)

    assert {subscribe(number).status_code for number in range(20)} == {200}
    before = Subscriber.objects.count()

    answer = subscribe(21)

    assert answer.status_code == 429
    assert "Wait an hour" in answer.content.decode()
    assert "new21@example.org" in answer.content.decode()
    assert Subscriber.objects.count() == before
    assert subscribe(22, Client(REMOTE_ADDR="192.0.2.7")).status_code == 200
