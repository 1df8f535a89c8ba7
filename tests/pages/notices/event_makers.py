"""How each kind of notice about a programme's events comes about, as in makers.py."""

from datetime import timedelta

from django.utils import timezone

from meetings.events import actions as event_actions
from meetings.invitations.actions import answer
from tests.factories.sites import ProgrammeEventFactory


def event_to_answer(w):
    event = event_actions.say_for_whom(
        ProgrammeEventFactory(programme=w.programme), kinds=["knowledge_broker"], by=w.team
    )
    yield {w.broker}
    answer(event.invitations.get(), coming="no")


def event_to_mark(w):
    past = timezone.now() - timedelta(days=9)
    event = ProgrammeEventFactory(programme=w.programme, starts_at=past)
    event_actions.say_for_whom(event, kinds=["knowledge_broker"], by=w.team)
    yield {w.team}
    event_actions.mark_attendance(event, came=[], by=w.team)
