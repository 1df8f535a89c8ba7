"""A process is killed at each moment of a letter that newsletter/delivery/moments.py names, and what is left is what it says."""

import os
import signal
from datetime import timedelta

import pytest
import time_machine as clock
from django.db import connections
from django.utils import timezone

from newsletter import actions
from newsletter.delivery import deliver
from newsletter.delivery.claiming import lease_on_its_way
from newsletter.delivery.moments import MOMENTS, Killed

COPIES = {"begun": 0, "named": 0, "handed over": 1, "answered": 1}  # that arrived of what is uncertain


def killed(at: str, work) -> None:
    """Do `work` in a process of its own that is killed at the moment `at`."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            Killed.at = at
            work()
        finally:
            os._exit(7)  # it came through
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, (at, status)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_whatever_moment_a_process_is_killed_at_each_letter_is_sent_once_or_known_to_be_uncertain(
    people, approved, smtp, settings
):
    settings.NEWSLETTER_CONNECTIONS = 1
    by = people.user("team")

    killed("made", lambda: actions.send(approved, by=by))
    approved.refresh_from_db()
    assert approved.sent_at is None
    assert approved.deliveries.count() == 0
    sent = actions.send(approved, by=by)
    at = timezone.now()
    for moment in MOMENTS[1:]:
        with clock.travel(at, tick=False):
            before, arrived = sent.deliveries.tally(), len(smtp)
            killed(moment, deliver)
        at += lease_on_its_way() + timedelta(minutes=1)
        with clock.travel(at, tick=False):
            after = sent.deliveries.tally()
            uncertain = moment in COPIES
            assert after["uncertain"] == before["uncertain"] + uncertain, moment
            assert after["sent"] == before["sent"] + (moment == "noted"), moment
            assert len(smtp) - arrived == COPIES.get(moment, moment == "noted"), moment

    with clock.travel(at, tick=False):
        deliver()
        tally = sent.deliveries.tally()
        assert (tally["waiting"], tally["uncertain"], tally["failed"]) == (0, len(COPIES), 0)
        addresses = [letter["To"] for letter in smtp]
        assert len(addresses) == len(set(addresses)) == tally["sent"] + sum(COPIES.values())
