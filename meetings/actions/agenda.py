"""The actions of the agenda: setting its lines, and restoring the usual ones."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from meetings.agenda import Entry, default_agenda, usual_length
from meetings.audit_verbs import MeetingVerb
from meetings.models import AgendaItem, Meeting
from members.models import User


@transaction.atomic
def set_agenda(meeting: Meeting, *, items: Iterable[Entry], by: User) -> list[AgendaItem]:
    """Set the lines of the agenda of `meeting` to `items`, in their order, and return them.

    A length set by hand stays until somebody sets another; without one a line follows the length of the
    meeting. Repeating changes nothing. Raise RefusedError for an empty agenda and for a meeting that is
    cancelled.
    """
    lock_row(meeting)
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled. Write the agenda of the next one.")
    wanted = [entry._replace(title=entry.title.strip()) for entry in items if entry.title.strip()]
    if not wanted:
        raise RefusedError("An agenda needs at least one item. Enter the first one.")
    before = list(meeting.agenda_items.all())
    if entries_of(meeting) == wanted:
        return before
    meeting.agenda_items.all().delete()
    now = timezone.now()
    lines = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=position,
            about=entry.about,
            title=entry.title,
            minutes_long=entry.minutes_long or usual_length(meeting.kind, entry.about),
            length_set_at=now if entry.minutes_long else None,
        )
        for position, entry in enumerate(wanted, start=1)
    )
    if before:
        record(MeetingVerb.SET_AGENDA, meeting, by=by)
    return lines


def entries_of(meeting: Meeting) -> list[Entry]:
    """Return the present lines of the agenda of `meeting`."""
    return [
        Entry(item.title, item.about, item.minutes_long if item.has_set_length else None)
        for item in meeting.agenda_items.all()
    ]


@transaction.atomic
def set_usual_agenda(meeting: Meeting, *, by: User) -> list[AgendaItem]:
    """Restore the usual agenda of a meeting of its kind; its lines follow the length of the meeting again."""
    return set_agenda(meeting, items=default_agenda(meeting.kind), by=by)
