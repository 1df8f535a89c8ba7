"""What readers choose about the newsletter: a pause, an edition, a no before the first of it, and to come back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kit.tasks import send_due_mail
from newsletter import actions
from newsletter.models import Delivery, Edition, Subscriber
from newsletter.readers import coming_first_to, readers_of
from tests.factories.newsletter import SubscriberFactory
from tests.reading import one_line


@pytest.fixture
def outsider(people):
    return SubscriberFactory(programme=people.programme, email="outsider@example.org")


def change(client, subscriber, **typed):
    return client.post(reverse("newsletter:subscription_change", args=[subscriber.token]), typed)


def readers(issue) -> dict[str, str]:
    return {each.subscriber.email: each.edition for each in readers_of(issue, with_new=True)}


def test_who_pauses_gets_nothing_until_that_day(client, issue, outsider):
    answer = change(client, outsider, paused_until="1 May 2026")

    assert "Your choice has been saved" in answer.content.decode()
    assert outsider.email not in readers(issue)
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        assert readers(issue)[outsider.email] == "public"


def test_a_letter_that_waits_is_not_sent_to_who_pauses(client, sent):
    row = Subscriber.objects.get(email="outsider@example.org")
    change(client, row, paused_until="1 May 2026")

    assert not Delivery.objects.due().filter(subscriber=row).exists()
    assert Delivery.objects.without_reader().get().subscriber == row


@pytest.mark.parametrize("day", ["1 March 2026", "1 May 2028", "sometime"])
def test_a_pause_ends_on_a_day_within_a_year(client, outsider, day):
    answer = change(client, outsider, paused_until=day)

    outsider.refresh_from_db()
    assert answer.status_code == 422
    assert day in answer.content.decode()
    assert outsider.paused_until is None


def test_a_member_can_have_the_public_edition_and_their_own_again(client, people, issue):
    actions.subscribe_the_programme(people.programme)
    row = Subscriber.objects.get(email=people.member.email)

    change(client, row, paused_until="", only_public="public")
    assert readers(issue)[row.email] == Edition.PUBLIC
    change(client, row, paused_until="", only_public="full")
    assert readers(issue)[row.email] == Edition.MEMBERS


def test_an_outsider_has_no_edition_to_choose(client, outsider):
    page = client.get(reverse("newsletter:subscription_change", args=[outsider.token])).content.decode()

    assert "Which edition?" not in page
    assert outsider.email not in page


def test_who_left_comes_back_by_a_mail_to_their_address(client, outsider):
    actions.unsubscribe(outsider)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        answer = client.post(reverse("newsletter:come_back", args=[outsider.token]), follow=True)
        send_due_mail()
    assert "Check your e-mail" in answer.content.decode()
    assert not Subscriber.objects.active().exists()

    lines = [line for letter in mail.outbox for line in letter.body.splitlines()]
    [link] = [line for line in lines if "/confirm/" in line]
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        client.post(link.removeprefix("http://testserver"))
    assert Subscriber.objects.active().get() == outsider


def test_a_no_can_be_said_before_the_first_letter(client, people, issue):
    client.force_login(people.member)
    page = one_line(client.get(reverse("newsletter:your_newsletters")).content.decode())
    assert "The next issue is the first that is sent to you" in page
    assert people.member.email in readers(issue)

    client.post(reverse("newsletter:say_no", args=[people.programme.slug]))

    assert people.member.email not in readers(issue)
    actions.subscribe_the_programme(people.programme)
    assert not Subscriber.objects.active().filter(email=people.member.email).exists()
    assert coming_first_to(people.member) == []
    assert "was unsubscribed on" in client.get(reverse("newsletter:your_newsletters")).content.decode()


def test_who_takes_no_part_has_no_no_to_say(client, people):
    client.force_login(people.user("stranger"))

    assert client.post(reverse("newsletter:say_no", args=[people.programme.slug])).status_code == 404
    assert not Subscriber.objects.exists()
