from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kit.tasks import send_due_mail
from meetings.events import actions
from meetings.events.tasks import ask
from meetings.invitations.tasks import ask_and_tell
from tests.factories.sites import ProgrammeEventFactory


@pytest.fixture
def training(people):
    """A training of two days in twenty days, from 10am to 4pm, for nobody yet."""
    starts_at = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=20)
    return ProgrammeEventFactory(
        programme=people.programme,
        kind="training",
        title="Groups that think together",
        starts_at=starts_at,
        minutes_long=360,
        days=2,
        place="The seminar room",
    )


@pytest.fixture
def asked(people, training):
    """The same training, for facilitators and advisers."""
    return actions.say_for_whom(training, kinds=["facilitator", "adviser"], by=people.team)


@pytest.fixture
def letters_to(people):
    """`letters_to("adviser")`, or an address: what they get now that everything that is due is sent."""

    def send(who):
        address = who if "@" in who else people.user(who).email
        mail.outbox.clear()
        ask()
        ask_and_tell()
        send_due_mail()
        return [letter for letter in mail.outbox if letter.to == [address]]

    return send
