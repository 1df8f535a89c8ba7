"""Meetings to come of a site, and what becomes of them when it ends."""

from typing import Any

from django.db import models
from django.utils import timezone

from kit.holdings import OPEN, Held, Holding, register
from kit.words import clock, day, full_day
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
        hint = "A meeting before the day on which the site ends takes place."
        return [
            Held(self, each, f"{full_day(each.starts_at)}, {clock(each.starts_at)}", becomes, hint)
            for each in coming
        ]

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Cancel the meeting, unless it is before the site ends."""
        meeting: Any = held.row
        if becomes == CANCEL and meeting.day >= on:
            ends = "has ended" if on <= timezone.localdate() else f"ends on {day(on)}"
            cancel(meeting, because=f"{holder} {ends}.", by=by)
        return
