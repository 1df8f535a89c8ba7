"""Loads a programme of the demonstration: all of it or nothing, each verb on its own day."""

from collections.abc import Callable

from django.db import transaction

from demonstration.corrections import plan_corrections
from demonstration.letters import plan_letters
from demonstration.minutes import plan_minutes
from demonstration.programmes import plan_programme
from demonstration.stories import plan_cases, plan_evidence
from demonstration.timeline import Timeline, mail_goes
from sites_app.models import Programme

SLUGS = ["little-miracles", "common-ground"]
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def is_loaded(slug: str) -> bool:
    """Whether this programme is in the database, so that loading it again would add nothing."""
    return Programme.objects.filter(slug=slug).exists()


def load(slug: str, *, progress: Callable[[int, int, str], None] = lambda done, total, what: None) -> int:
    """Load the programme `slug` through the same actions that people's clicks call; returns how many verbs that took.

    One transaction: an interrupted load leaves nothing. Mail of the past goes nowhere.
    """
    timeline = Timeline()
    cast = plan_programme(slug, timeline)
    plan_evidence(cast)
    plan_cases(cast)
    plan_minutes(cast)
    plan_corrections(cast)
    plan_letters(cast)
    with mail_goes(NOWHERE), transaction.atomic():
        return timeline.run(progress)
