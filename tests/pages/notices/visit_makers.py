"""How each kind of notice about visits comes about, as in makers.py."""

from datetime import timedelta

from django.utils import timezone

from meetings.invitations import actions as visit_actions
from meetings.invitations.models import DateInvitation
from tests.factories.meetings import MeetingFactory


def offered(w):
    """The commissioner could come to a meeting to come."""
    return visit_actions.offer_visit(
        MeetingFactory(site=w.site), purpose="listen", agrees=True, by=w.commissioner
    )


def invited(w, meeting=None, days_ago=0):
    """The commissioner was invited to a meeting to come, some days ago."""
    meeting = meeting or MeetingFactory(site=w.site)
    found = visit_actions.invite(
        meeting, by=w.lead, user=w.commissioner, capacity="commissioner", purpose="listen"
    )
    DateInvitation.objects.filter(pk=found.pk).update(invited_at=timezone.now() - timedelta(days=days_ago))
    return found


def visit_offered(w):
    offer = offered(w)
    yield {w.lead}
    visit_actions.propose_date(offer, meeting=MeetingFactory(site=w.site), by=w.lead)


def visit_to_answer(w):
    offer = offered(w)
    invitation = visit_actions.propose_date(offer, meeting=MeetingFactory(site=w.site), by=w.lead)
    yield {w.commissioner}
    visit_actions.answer(invitation, coming="yes", agrees=True, by=w.commissioner)


def visit_unanswered(w):
    invitation = invited(w, days_ago=6)
    yield {w.lead}
    visit_actions.answer(invitation, coming="no", by=w.commissioner)


def visit_agreed(w):
    visit_actions.accept_visit(offered(w), by=w.lead)
    yield {w.commissioner}


def visit_declined(w):
    visit_actions.decline_visit(offered(w), by=w.lead)
    yield {w.commissioner}
