"""Meetings in the format of calendar programs (RFC 5545), for mail and for feeds. No case and no person is
named in it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from types import MappingProxyType
from typing import Any

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from meetings.models.meetings import Meeting
from meetings.series import LONDON
from members.models import Member
from sites_app.models import ProgrammeEvent

PRODUCT = "-//Copsite//Meetings//EN"
NO_ADDRESSES: Mapping[Any, str] = MappingProxyType({})


def london() -> Timezone:
    """Return the time zone of Britain by the rule in force since 1996: clocks change on the last Sunday of March and October."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part, month, name, before, after in [
        (TimezoneDaylight(), 3, "BST", timedelta(0), timedelta(hours=1)),
        (TimezoneStandard(), 10, "GMT", timedelta(hours=1), timedelta(0)),
    ]:
        hour = 1 if month == 3 else 2
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def event_of(meeting: Meeting | ProgrammeEvent, *, address: str = "") -> Event:
    """Return a meeting, or a date of the programme, as an event, as at its last change. Its UID never changes; its SEQUENCE
    grows with each change. One of several days is an event of one day that comes again.

    `address` is the page that its reader opens, if that is not the page of the meeting.
    """
    event = Event()
    event.add("uid", f"{meeting.calendar_uid}@copsite")
    event.add("dtstamp", meeting.revised_at)
    event.add("sequence", meeting.calendar_sequence)
    event.add("summary", meeting.calendar_title)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    event.add("dtend", meeting.ends_at.astimezone(LONDON))
    if meeting.days > 1:
        event.add("rrule", {"freq": "daily", "count": meeting.days})
    if meeting.place:
        event.add("location", meeting.place)
    address = address or settings.SITE_ADDRESS + meeting.get_absolute_url()
    event.add("description", f"Join online: {meeting.link}\n{address}" if meeting.link else address)
    event.add("url", address)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    return event


def calendar(*, name: str = "", method: str = "") -> Calendar:
    """Return an empty calendar with the time zone of Britain."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    if method:
        found.add("method", method)
    if name:
        found.add("x-wr-calname", name)
        found.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    found.add_component(london())
    return found


def invitation_calendar(
    meeting: Meeting, *, member: Member, method: str, said_at: datetime | None = None
) -> bytes:
    """Return the calendar part of a mail to one member: METHOD:REQUEST or METHOD:CANCEL."""
    return invitation_to(
        meeting, email=member.email, method=method, asks=is_answered_by_calendar(member), said_at=said_at
    )


def invitation_to(
    meeting: Meeting | ProgrammeEvent,
    *,
    email: str,
    method: str,
    asks: bool,
    address: str = "",
    said_at: datetime | None = None,
) -> bytes:
    """Return the calendar part of a mail to `email`: METHOD:REQUEST or METHOD:CANCEL.

    `asks` says whether yes and no pressed in the calendar count, `address` is the page that the reader opens. `said_at` is when
    the mail was made, which tells two of the same sequence apart (RFC 5546, 2.1.5): who is invited again after it was cancelled
    for them.
    """
    event = event_of(meeting, address=address)
    if said_at is not None and said_at > meeting.revised_at:
        del event["dtstamp"]
        event.add("dtstamp", said_at)
    event.add("organizer", _organizer())
    rsvp = "TRUE" if asks and method == "REQUEST" else "FALSE"
    event.add("attendee", _address(email, PARTSTAT="NEEDS-ACTION", RSVP=rsvp))
    if method == "CANCEL" and not meeting.is_cancelled:
        del event["status"]  # the meeting takes place without this reader (RFC 5546, 3.2.5)
    found = calendar(method=method)
    found.add_component(event)
    return found.to_ical()


def is_answered_by_calendar(member: Member) -> bool:
    """Return whether yes and no pressed in the calendar of `member` reaches Copsite: replies are read, and the address is
    theirs alone at the site.
    """
    if not settings.READS_CALENDAR_REPLIES:
        return False
    return (
        not Member.objects.not_left()
        .filter(site=member.site_id, email=member.email)
        .exclude(pk=member.pk)
        .exists()
    )


def published_calendar(
    meetings: Iterable[Meeting | ProgrammeEvent], *, addresses: Mapping[Any, str] = NO_ADDRESSES
) -> bytes:
    """Return several meetings as one file for a reader to add to their calendar: METHOD:PUBLISH.

    `addresses` are the pages that the reader opens, by UID, where they are not those of the meetings.
    """
    found = calendar(method="PUBLISH")
    for meeting in meetings:
        event = event_of(meeting, address=addresses.get(meeting.calendar_uid, ""))
        event.add("organizer", _organizer())
        found.add_component(event)
    return found.to_ical()


def _organizer() -> vCalAddress:
    return _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], CN="Copsite")


def _address(email: str, **params: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    for name, value in params.items():
        address.params[name] = vText(value)
    return address


def feed(
    meetings: Iterable[Meeting | ProgrammeEvent], *, name: str, addresses: Mapping[Any, str] = NO_ADDRESSES
) -> bytes:
    """Return a calendar of `meetings`, cancelled ones marked as such. The same meetings give the same bytes.

    `addresses` are as for `published_calendar`.
    """
    found = calendar(name=name)
    for meeting in meetings:
        found.add_component(event_of(meeting, address=addresses.get(meeting.calendar_uid, "")))
    return found.to_ical()


def etag(content: bytes) -> str:
    """Return the ETag by which a calendar program asks whether anything changed."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
