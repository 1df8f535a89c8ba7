"""A site with its people and a date to come, and letters by reader."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kit.tasks import send_due_mail
from meetings import actions as meeting_actions
from meetings.invitations import actions
from meetings.invitations.tasks import ask_and_tell
from tests.factories.members import GroundRulesFactory


@pytest.fixture
def coming(people):
    """A meeting in twenty days, with ground rules to agree to."""
    GroundRulesFactory(programme=people.programme, since=timezone.localdate() - timedelta(days=30))
    starts_at = timezone.now().replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=20)
    return meeting_actions.schedule(people.site, starts_at=starts_at, place="The upstairs room", by=None)


@pytest.fixture
def later(people, coming):
    """Another date, four weeks after it."""
    return meeting_actions.schedule(people.site, starts_at=coming.starts_at + timedelta(days=28), by=None)


@pytest.fixture
def letters_to(people):
    """`letters_to("broker")`, or an address: what they get now that everything that is due is sent."""

    def send(who):
        address = who if "@" in who else people.user(who).email
        mail.outbox.clear()
        ask_and_tell()
        send_due_mail()
        return [letter for letter in mail.outbox if letter.to == [address]]

    return send


@pytest.fixture
def invited(people, coming):
    """The commissioner of the site, invited to the meeting to come."""
    return actions.invite(
        coming, user=people.commissioner, capacity="commissioner", purpose="issue", by=people.facilitator
    )
