"""The dates of a site held against each other: it has not ended before a meeting that was held."""

from datetime import date

from kit.dates import end_of_day
from kit.errors import RefusedError
from kit.words import day
from sites_app.models import Site


def refuse_end_before_meeting(site: Site, *, on: date) -> None:
    """Raise RefusedError if somebody was at a meeting of `site` after the day `on`, so that it had not ended by then."""
    held = site.meetings.filter(cancelled_at=None, attendances__mark="present", starts_at__gte=end_of_day(on))
    if last := held.order_by("starts_at").last():
        raise RefusedError(f"{site} met on {day(last.starts_at)}. Choose that day or a later one.")
