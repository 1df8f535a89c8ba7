"""Meetings to come of a site, and what becomes of them when it ends."""

from django.db import models
from django.utils import timezone

from kit.holdings import OPEN, Held, Holding, register
from kit.words import clock, full_day
from meetings.actions import cancel
from sites_app.models import Site

CANCEL = "cancel"


@register
class ComingMeetings(Holding):
    """The meetings of a site that have not begun and are not cancelled."""

    name = "meeting"
    heading = "Meetings to come"

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the meetings to come of the site."""
        if not isinstance(holder, Site):
            return []
        coming = holder.meetings.upcoming().filter(starts_at__gt=timezone.now()).order_by("starts_at")
        becomes = [
            (CANCEL, "It is cancelled, and those who were invited are told"),
            (OPEN, "It takes place"),
        ]
        return [
            Held(self, each, f"{full_day(each.starts_at)}, {clock(each.starts_at)}", becomes)
            for each in coming
        ]

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Cancel the meeting."""
        if becomes == CANCEL:
            cancel(held.row, because=f"{holder} has ended.", by=by)  # type: ignore[arg-type]
        return
