"""Loads a programme of the demonstration: all of it or nothing, each action on its own day."""

from collections.abc import Callable

from django.db import transaction

from cases.clearance.models import AgreementMail
from cases.clearance.rereading import read_again
from cases.commissioning import actions as issues
from cases.next_steps.actions import figures
from demonstration.commissioners import plan_answers
from demonstration.corrections import plan_corrections
from demonstration.events import plan_events
from demonstration.evidence import plan_evidence
from demonstration.guests import plan_guests
from demonstration.later import plan_later_looks
from demonstration.minutes import plan_minutes
from demonstration.newsletters import plan_newsletters
from demonstration.programmes import plan_programme
from demonstration.replies import plan_replies
from demonstration.sharing import plan_reading_again, plan_sharing
from demonstration.stories import plan_cases
from demonstration.timeline import LATELY, NOWHERE, Timeline, mail_through
from demonstration.turns import plan_requests, plan_turns
from kit.queues import send_due
from pages.notices.mailing import take_as_told
from sites_app.models import Programme

SLUGS = ["little-miracles", "common-ground"]


def is_loaded(slug: str) -> bool:
    """Return whether this programme is in the database already."""
    return Programme.objects.filter(slug=slug).exists()


def load(slug: str, *, progress: Callable[[int, int, str], None] = lambda done, total, what: None) -> int:
    """Load the programme `slug` through the actions that the pages call, and return how many actions that took.

    It is one transaction, so an interrupted load leaves nothing. Mail of the past is not sent: what
    presenters are told waits if it is of the last week, and is taken as sent if it is older. So is what waits for people.
    """
    timeline = Timeline()
    cast = plan_programme(slug, timeline)
    plan_evidence(cast)
    for story in plan_cases(cast):
        plan_answers(story)
        plan_turns(story)
        plan_sharing(story)
    plan_requests(cast)
    plan_minutes(cast)
    plan_corrections(cast)
    plan_later_looks(cast)
    plan_replies(cast)
    plan_events(cast)
    plan_guests(cast)
    plan_newsletters(cast)
    plan_reading_again(cast)
    with mail_through(NOWHERE), transaction.atomic():
        happened = timeline.run(progress, after_a_day=lambda: send_due(AgreementMail))
        figures.publish_due_figures()
        issues.publish_due_figures()
        read_again()
        take_as_told(before=timeline.now - LATELY)
        return happened
