"""The actions of calendar feeds: making a person's secret address, replacing it, turning it off."""

from django.db import transaction

from kit.audit import record
from kit.locking import lock_row
from meetings.audit_verbs import MeetingVerb
from meetings.models import CalendarFeed
from members.models import User
from sites_app.models import Site


@transaction.atomic
def make_feed(*, user: User, site: Site | None = None, instead_of: int | None = None) -> CalendarFeed:
    """Give `user` a new secret address for the calendar of `site`, or of all their meetings, and return it.

    `instead_of` is the key of the feed that they have, whose address stops working at once. If they have another one by
    now, return that: it was made on another screen.
    """
    lock_row(user)
    present = CalendarFeed.objects.filter(user=user, site=site).first()
    if present is not None:
        if present.pk != instead_of:
            return present
        present.delete()
    feed = CalendarFeed.objects.create(user=user, site=site)
    record(MeetingVerb.MAKE_CALENDAR_ADDRESS, site or user, by=user)
    return feed


@transaction.atomic
def turn_off_feed(*, user: User, site: Site | None = None) -> bool:
    """Turn off a calendar of `user`, so that its address stops working. Return whether there was one."""
    deleted, _ = CalendarFeed.objects.filter(user=user, site=site).delete()
    if deleted:
        record(MeetingVerb.TURN_CALENDAR_OFF, site or user, by=user)
    return bool(deleted)
