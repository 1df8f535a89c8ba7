"""What a provider says later settles a letter of which nobody knew whether it arrived; what anybody else says does nothing."""

from datetime import timedelta

import pytest
from anymail.signals import AnymailTrackingEvent
from django.utils import timezone

from kit.mail import message_id
from kit.models import RefusedAddress
from newsletter import actions
from newsletter.delivery.claiming import claim_batch, lease_on_its_way
from newsletter.delivery.events import What, settle
from newsletter.models import Delivery
from newsletter.providers import note_event


@pytest.fixture
def uncertain(sent, time_machine) -> Delivery:
    claimed = claim_batch(1)
    assert claimed is not None
    assert claimed.begin(*claimed.letters)
    time_machine.move_to(timezone.now() + lease_on_its_way() + timedelta(seconds=1))
    return sent.deliveries.uncertain().get()


def test_a_delivered_letter_is_sent_and_repeating_changes_nothing(sent, uncertain):
    assert settle(message_id(uncertain), What.DELIVERED, timezone.now())

    assert not settle(message_id(uncertain), What.DELIVERED, timezone.now())
    tally = sent.deliveries.tally()
    assert (tally["sent"], tally["uncertain"], tally["failed"]) == (1, 0, 0)


def test_a_letter_that_came_back_is_given_up_and_its_address_is_noted(sent, uncertain):
    assert settle(message_id(uncertain), What.BOUNCED, timezone.now())

    assert not settle(message_id(uncertain), What.BOUNCED, timezone.now())
    uncertain.refresh_from_db()
    assert uncertain.in_words == "Not delivered. The mail server of this address could not deliver it."
    assert RefusedAddress.objects.filter(email=uncertain.subscriber.email).exists()
    assert sent.deliveries.tally()["uncertain"] == 0


def test_a_letter_that_was_left_counts_as_sent_once_it_is_known_to_have_arrived(people, sent, uncertain):
    actions.leave_uncertain(sent, by=people.user("team"))

    assert settle(message_id(uncertain), What.DELIVERED, timezone.now())

    assert sent.deliveries.tally()["sent"] == 1
    assert sent.deliveries.tally()["failed"] == 0


def test_what_is_said_of_another_letter_or_without_our_signature_settles_nothing(sent, uncertain):
    waiting = sent.deliveries.exclude(pk=uncertain.pk)[0]
    forged = ["", "<>", f"<newsletter.delivery.{uncertain.pk}@example.org>", "<a.b.1.x@y>", "\0", "é"]

    said = [message_id(waiting), *forged]

    assert not any(settle(each, what, timezone.now()) for each in said for what in What)
    assert sent.deliveries.uncertain().count() == 1


def test_a_report_of_a_provider_settles_a_letter_by_its_message_id_wherever_that_stands(uncertain):
    for said in (
        {"message": {"headers": {"message-id": message_id(uncertain)}}},
        {"all": ["x", {"smtp-id": "made up"}]},
    ):
        note_event(None, AnymailTrackingEvent(event_type="delivered", esp_event=said), "a provider")

    uncertain.refresh_from_db()
    assert uncertain.sent_at is not None
