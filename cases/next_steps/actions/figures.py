"""Publishing what helps, for the quarters that are over."""

from functools import partial

from django.db.models import Min
from django.utils import timezone

from cases.next_steps.models import WhatHelpsFigures
from cases.next_steps.rolled_up import count_period
from kit.queries import in_usual_order
from sites_app.actions import publish_figures
from sites_app.models import Programme


def publish_due_figures() -> int:
    """Publish what helps in every programme for the quarters that are over, and return how many periods were published.

    Repeating publishes no period twice.
    """
    programmes = in_usual_order(Programme.objects.all()).annotate(first_met=Min("sites__meetings__starts_at"))
    return sum(map(_publish, programmes))


def _publish(programme) -> int:
    met = programme.first_met and timezone.localtime(programme.first_met).date()
    begun = min(met or programme.started_on, programme.started_on)
    return publish_figures(WhatHelpsFigures, programme, begun=begun, count=partial(count_period, programme))
