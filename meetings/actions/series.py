"""The actions of a series of dates: checking which of them are possible, and setting them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kit.errors import RefusedError
from meetings.actions.dates import refuse_day, schedule
from meetings.models import Meeting
from members.models import User
from sites_app.models import Site


@dataclass(frozen=True)
class Planned:
    """One date of a series. `because` says why it is not possible, or is empty."""

    starts_at: datetime
    because: str = ""

    @property
    def is_free(self) -> bool:
        """Return whether a meeting can be set then."""
        return not self.because


def plan(site: Site, *, starts: Iterable[datetime], minutes_long: int) -> list[Planned]:
    """Return each of `starts` with the reason why it is not possible: another meeting, a cancelled one, the end of the site."""
    starts = list(starts)
    then = {
        meeting.starts_at: meeting for meeting in site.meetings.filter(starts_at__in=starts).order_by("pk")
    }
    return [Planned(moment, _because(site, moment, minutes_long, then.get(moment))) for moment in starts]


def _because(site: Site, starts_at: datetime, minutes_long: int, then: Meeting | None) -> str:
    if then is not None and then.is_cancelled:
        return f"This date was cancelled: {then.cancelled_because}"
    if then is not None:
        return f"{then.name} has this date already."
    try:
        refuse_day(site, starts_at, minutes_long)
    except RefusedError as error:
        return error.sentence
    return ""


@transaction.atomic
def schedule_series(
    site: Site,
    *,
    starts: Iterable[datetime],
    by: User,
    minutes_long: int | None = None,
    place: str | None = None,
    link: str = "",
) -> list[Meeting]:
    """Set a meeting of `site` on each of `starts` that is free, and return those that were set, in order.

    The others are left out; `plan` says why. The first meeting of a site is a taster.
    Repeating sets nothing. Raise RefusedError where none of the dates is free.
    """
    site = Site.objects.select_for_update(of=("self",)).select_related("programme").get(pk=site.pk)
    minutes_long = minutes_long or site.programme.meeting_minutes
    free = [
        planned.starts_at
        for planned in plan(site, starts=sorted(starts), minutes_long=minutes_long)
        if planned.is_free
    ]
    if not free:
        raise RefusedError("None of these dates are free. Choose another day of the month or another time.")
    return [
        schedule(site, starts_at=moment, minutes_long=minutes_long, place=place, link=link, by=by)
        for moment in free
    ]
