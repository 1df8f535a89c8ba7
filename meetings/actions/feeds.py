"""The secret addresses of calendar feeds: making one, replacing it, turning it off."""

from django.db import transaction

from kit.audit import record
from meetings.audit_verbs import MeetingVerb
from meetings.models import CalendarFeed
from sites_app.models import Site


@transaction.atomic
def make_feed(*, user=None, site: Site | None = None, by) -> CalendarFeed:
    """Give the calendar of a `user` or of a `site` a new secret address, and return it. An earlier one stops working at once."""
    CalendarFeed.objects.filter(user=user, site=site).delete()
    feed = CalendarFeed.objects.create(user=user, site=site)
    record(MeetingVerb.MAKE_CALENDAR_ADDRESS, user or site, by=by)
    return feed


@transaction.atomic
def turn_off_feed(*, user=None, site: Site | None = None, by) -> bool:
    """Turn off the calendar of a `user` or of a `site`, so that its address stops working. Return whether there was one."""
    deleted, _ = CalendarFeed.objects.filter(user=user, site=site).delete()
    if deleted:
        record(MeetingVerb.TURN_CALENDAR_OFF, user or site, by=by)
    return bool(deleted)
