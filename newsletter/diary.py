"""Dates for the diary of an issue, and whether they still hold: nobody is invited to what is cancelled, moved or over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from cases.clearance.models import Audience
from kit.dates import month_bounds, start_of_day
from kit.words import clock, day_of_month, lower_first, weekday
from meetings.models import Meeting
from newsletter.models.issues import Entry, NewsletterIssue
from newsletter.pieces import Piece, source_of
from sites_app.models import ProgrammeEvent

LOOKING_AHEAD = timedelta(days=62)  # the diary has the dates of the two months after
FROM_RECORDS = OF_A_MEETING, OF_AN_EVENT = (
    "meetings.meeting",
    "sites_app.programmeevent",
)  # whose dates they are


def diary_pieces(issue: NewsletterIssue) -> list[Piece]:
    """Return the next meeting of each site and the programme's dates in the two months after, those that have passed by now
    left out. Of an issue that was dated anew they are the two months from that day.

    Places of meetings are left out.
    """
    _, begins = month_bounds(issue.month)
    if issue.dated_on:
        begins = max(begins, start_of_day(issue.dated_on))
    ends = begins + LOOKING_AHEAD
    begins = max(begins, timezone.now())
    events = ProgrammeEvent.objects.not_cancelled().filter(
        programme=issue.programme_id, starts_at__gte=begins, starts_at__lt=ends
    )
    meetings = _next_meetings(issue, begins=begins, ends=ends)
    dates = [(meeting.starts_at, meeting_piece(meeting)) for meeting in meetings]
    dates += [(event.starts_at, event_piece(event)) for event in events]
    return [piece for _, piece in sorted(dates, key=lambda pair: (pair[0], pair[1].source))]


def _next_meetings(issue: NewsletterIssue, *, begins: datetime, ends: datetime) -> list[Meeting]:
    """Return the first meeting of each site between `begins` and `ends`."""
    meetings: dict[int, Meeting] = {}
    for meeting in (
        Meeting.objects.not_cancelled()
        .filter(site__programme=issue.programme_id, starts_at__gte=begins, starts_at__lt=ends)
        .select_related("site")
        .order_by("starts_at")
    ):
        meetings.setdefault(meeting.site_id, meeting)
    return list(meetings.values())


def meeting_piece(meeting: Meeting) -> Piece:
    """Return a coming meeting as a piece, without its place. Nobody typed a word of it, so it is for everyone."""
    return Piece(
        Entry.Kind.DIARY,
        source_of(meeting),
        f"{meeting.site.place}, {lower_first(meeting.name)}",
        _moment(meeting.starts_at),
        audience=Audience.PUBLIC,
        site=meeting.site,
    )


def event_piece(event: ProgrammeEvent) -> Piece:
    """Return an event of the programme as a piece."""
    return Piece(
        Entry.Kind.DIARY,
        source_of(event),
        ", ".join(part for part in (event.title, event.place) if part)[:160],
        _moment(event.starts_at, days=event.days),
    )


def _moment(moment: datetime, *, days: int = 1) -> str:
    """Monday 10 December, 2:00pm; for more days than one: 10 to 11 December."""
    local = timezone.localtime(moment)
    if days > 1:
        last = local + timedelta(days=days - 1)
        first = f"{local.day}" if local.month == last.month else day_of_month(local)
        return f"{first} to {day_of_month(last)}"
    return f"{weekday(moment)}, {clock(moment)}"


def no_longer_true(entries: Iterable[Entry], *, now: datetime | None = None) -> set[int]:
    """Return the ids of those `entries` of the diary whose date is over by `now`, or was cancelled or moved.

    A date whose words somebody edited is not compared with its record, but is still over or cancelled.
    """
    now = now or timezone.now()
    dates = [entry for entry in entries if entry.kind == Entry.Kind.DIARY]
    if not dates:
        return set()
    holds = {piece.source: piece.words for piece in _to_come({entry.source for entry in dates}, now)}
    return {
        entry.pk
        for entry in dates
        if entry.source.startswith(FROM_RECORDS)
        and (entry.source not in holds or (not entry.is_edited and entry.words != holds[entry.source]))
    }


def _to_come(sources: set[str], now: datetime) -> list[Piece]:
    """Return those of these meetings and events that are still to come, as pieces."""
    keys: dict[str, list[str]] = {label: [] for label in FROM_RECORDS}
    for source in sources:
        label, _, key = source.partition(":")
        keys.setdefault(label, []).append(key)
    meetings = Meeting.objects.not_cancelled().filter(pk__in=keys[OF_A_MEETING], starts_at__gt=now)
    events = ProgrammeEvent.objects.not_cancelled().filter(pk__in=keys[OF_AN_EVENT], starts_at__gt=now)
    return [*map(meeting_piece, meetings.select_related("site")), *map(event_piece, events)]
