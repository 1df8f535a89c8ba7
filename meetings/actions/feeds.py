"""The actions of calendar feeds: making a secret address, replacing it, turning it off."""

from django.db import transaction

from kit.audit import record
from kit.locking import lock_row
from meetings.audit_verbs import MeetingVerb
from meetings.models import CalendarFeed
from members.models import User
from sites_app.models import Site


@transaction.atomic
def make_feed(*, user: User | None = None, site: Site | None = None, by: User) -> CalendarFeed:
    """Give the calendar of a `user` or of a `site` a new secret address, and return it. An earlier one stops working at once."""
    lock_row(_owner(user, site))
    CalendarFeed.objects.filter(user=user, site=site).delete()
    feed = CalendarFeed.objects.create(user=user, site=site)
    record(MeetingVerb.MAKE_CALENDAR_ADDRESS, _owner(user, site), by=by)
    return feed


@transaction.atomic
def turn_off_feed(*, user: User | None = None, site: Site | None = None, by: User) -> bool:
    """Turn off the calendar of a `user` or of a `site`, so that its address stops working. Return whether there was one."""
    deleted, _ = CalendarFeed.objects.filter(user=user, site=site).delete()
    if deleted:
        record(MeetingVerb.TURN_CALENDAR_OFF, _owner(user, site), by=by)
    return bool(deleted)


def _owner(user: User | None, site: Site | None) -> User | Site:
    owner = user or site
    if owner is None:
        raise TypeError("A calendar feed is of a user or of a site.")
    return owner
