"""Addresses whose mail comes back, or whose owner complains, are left in peace: when, for how long, and who is told."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kit.bounces import read_mail
from kit.errors import RefusedError
from kit.models import RefusedAddress
from newsletter import actions, delivery
from newsletter.actions import bouncing
from newsletter.models import Bounce, Delivery, Subscriber, Suppression
from newsletter.readers import readers_of
from tests.factories.newsletter import SubscriberFactory
from tests.kit.test_bounces import report

ADDRESS = "outsider@example.org"


@pytest.fixture
def outsider(people):
    return SubscriberFactory(programme=people.programme, email=ADDRESS)


def gets(issue) -> bool:
    return ADDRESS in {each.subscriber.email for each in readers_of(issue, with_new=True)}


def say(what, mail="<1@example.org>", address=ADDRESS):
    return bouncing.note_bounce(address, what=what, mail=mail)


@pytest.mark.parametrize("what", ["hard", "complaint"])
def test_one_is_enough_where_the_address_is_dead_or_its_reader_complains(issue, outsider, what):
    assert gets(issue)

    assert say(what, address="Outsider@Example.org").reason == what

    assert not gets(issue)


def test_three_soft_ones_within_sixty_days_are_enough_and_one_said_twice_counts_once(issue, outsider):
    for mail in ("1", "2", "2"):
        assert say("soft", mail) is None
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert say("soft", "3") is None
        assert say("soft", "4") is None
        assert say("soft", "5").reason == "soft"

    assert not gets(issue)


def test_no_letter_is_made_for_them(people, approved, outsider):
    say("hard")

    actions.send(approved, by=people.user("team"))

    assert approved.deliveries.exists()
    assert not approved.deliveries.filter(subscriber=outsider).exists()


def test_a_letter_that_waits_is_not_sent_there_any_more(sent, smtp):
    say("hard")

    delivery.deliver()

    assert Delivery.objects.get(subscriber__email=ADDRESS).sent_at is None
    assert ADDRESS not in [letter["To"] for letter in smtp]


@pytest.mark.parametrize(
    ("status", "reason"), [("5.1.1", ["hard"]), ("5.7.1", []), ("4.2.2", []), ("5.2.2", [])]
)
def test_a_report_says_whether_the_address_is_dead(sent, smtp, status, reason):
    delivery.deliver()
    row = Delivery.objects.get(subscriber__email=ADDRESS)

    assert read_mail(report(row, status=status, to=ADDRESS))

    row.refresh_from_db()
    assert row.failed_at is not None
    assert [each.reason for each in Suppression.objects.all()] == reason
    assert Bounce.objects.count() == 1
    assert RefusedAddress.objects.exists() == status.startswith("5")


def test_a_letter_that_the_mail_server_refuses_counts_once(people, approved, smtp):
    SubscriberFactory(programme=people.programme, email="bounce@example.org")
    actions.send(approved, by=people.user("team"))
    delivery.deliver()

    assert (actions.note_refusals(), actions.note_refusals()) == (1, 1)

    assert Bounce.objects.count() == 1
    assert Suppression.objects.get().reason == "hard"


def test_a_report_about_another_address_says_nothing_of_this_one(sent, smtp):
    delivery.deliver()
    row = Delivery.objects.get(subscriber__email=ADDRESS)

    read_mail(report(row, to="somebody.else@example.org"))

    assert not Bounce.objects.exists()


def test_what_is_known_survives_the_person_and_is_no_address(people, issue, outsider):
    say("complaint")
    actions.erase(outsider, by=people.user("team"))

    assert not Subscriber.objects.filter(email=ADDRESS).exists()
    assert ADDRESS not in str(list(Suppression.objects.values()) + list(Bounce.objects.values()))
    SubscriberFactory(programme=people.programme, email=ADDRESS)
    assert not gets(issue)


def test_the_team_lifts_it_for_a_reason_but_no_complaint(people, issue, outsider):
    say("hard")
    actions.lift(outsider, because="works", by=people.user("team"))
    assert gets(issue)

    say("complaint", "2")
    with pytest.raises(RefusedError, match="Only they can subscribe again"):
        actions.lift(outsider, because="works", by=people.user("team"))
    assert not gets(issue)


def test_soft_ones_from_before_it_was_lifted_do_not_count(people, outsider):
    for mail in "123":
        say("soft", mail)
    actions.lift(outsider, because="works", by=people.user("team"))

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert say("soft", "4") is None


def test_whoever_confirms_their_address_gets_it_again(people, issue, outsider):
    say("complaint")
    actions.unsubscribe(outsider)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        actions.confirm(actions.subscribe(people.programme, email=ADDRESS))

    assert gets(issue)
    assert Suppression.objects.get().lifted_because == "confirmed"


def test_a_corrected_address_is_another(people):
    row = SubscriberFactory(programme=people.programme, email="wrong@example.org")
    say("hard", address="wrong@example.org")

    row.email = "right@example.org"
    row.save()

    assert not Suppression.objects.filter(address_key=row.address_key).exists()
