"""Dates held against each other: a site has not ended before a meeting that was held, and an event keeps the days on which
somebody came.
"""

from datetime import date, datetime

from django.utils import timezone

from kit.dates import end_of_day
from kit.errors import RefusedError
from kit.words import day
from sites_app.models import ProgrammeEvent, Site


def refuse_end_before_meeting(site: Site, *, on: date) -> None:
    """Raise RefusedError if somebody was at a meeting of `site` after the day `on`, so that it had not ended by then."""
    held = site.meetings.filter(cancelled_at=None, attendances__mark="present", starts_at__gte=end_of_day(on))
    if last := held.order_by("starts_at").last():
        raise RefusedError(f"{site} met on {day(last.starts_at)}. Choose that day or a later one.")


def refuse_days_against_who_came(event: ProgrammeEvent, *, starts_at: datetime, days: int) -> None:
    """Raise RefusedError if `event`, of which it is recorded who came, would begin after now or lose a day on which somebody
    came.
    """
    if event.attendance_at is None:
        return
    if starts_at > timezone.now():
        raise RefusedError("It is recorded who came, so it was held. Add a new date for a day to come.")
    if event.invitations.filter(attendances__day__gt=days).exists():
        raise RefusedError("Somebody came on a later day than that. Change who came first.")
