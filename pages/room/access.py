"""Who may open the room: facilitators see all of it, presenters write the sections of the cases that they present."""

from dataclasses import dataclass

import rules
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404

from cases.models import Discussion
from kit.errors import RefusedError
from meetings.models import Meeting
from pages.room.fields import Field, Writers

SEAT_CACHED_SECONDS = 5


@dataclass(frozen=True)
class Seat:
    """What one person may see of the room of `meeting`: everything if they run it, or else these `discussions` only."""

    meeting: Meeting
    discussions: list[Discussion]
    runs: bool

    def case_of(self, discussion_pk: int):
        """Return the case of that discussion, or None if this person may not write it."""
        return next((each.case for each in self.discussions if each.pk == discussion_pk), None)


def may_write(seat: Seat, field: Field) -> bool:
    """Return whether whoever has this seat may write a field of the room."""
    return seat.runs or field.kind.writers is Writers.PRESENTERS


def seat_of(user, pk: int, *, discussions=None) -> Seat:
    """Return the seat of `user` in the room of the meeting `pk`.

    Raise Http404 if they may not see the meeting, and PermissionDenied if they have no seat in its room. `discussions`
    are those that `user` may read, from `visible_to` or `read_by`; all of them if it is left out.
    """
    rows = Discussion.objects.visible_to(user) if discussions is None else discussions
    found = list(rows.filter(meeting=pk).select_related("case__site", "meeting__site__programme"))
    meeting = found[0].meeting if found else None
    if meeting is None or not rules.has_perm("meetings.read_meeting", user, meeting):
        known = Meeting.objects.visible_to(user).select_related("site__programme")
        meeting = get_object_or_404(known, pk=pk)
    if rules.has_perm("meetings.open_room", user, meeting):
        return Seat(meeting, found, runs=True)
    prefetch_related_objects(found, "case__presenter_rows")
    own = [each for each in found if rules.has_perm("cases.write_in_the_room", user, each)]
    if not own:
        raise PermissionDenied("Only the facilitator of the site can write here. Ask them to add something.")
    return Seat(meeting, own, runs=False)


def cached_seat(request, pk: int, *, only: int | None = None) -> Seat:
    """Return the seat of the sender of this request, for saves that are sent every second.

    The permission is cached for a few seconds, because checking it takes longer than the save, so a permission that was
    removed lasts that much longer. The meeting and the texts are read each time. `only` is the id of the one discussion
    to read; None reads all.
    """
    user, key = request.user, f"room-seat:{request.session.session_key}:{request.user.pk}:{pk}"
    cached = cache.get(key)
    if cached is None:
        seat = seat_of(user, pk)
        cache.set(key, (seat.runs, [each.pk for each in seat.discussions]), SEAT_CACHED_SECONDS)
        return seat
    runs, discussions = cached
    ids = discussions if only is None else [each for each in discussions if each == only]
    rows = Discussion.objects.filter(pk__in=ids).select_related("case__site", "meeting__site__programme")
    found = list(rows) if ids else []
    meeting = found[0].meeting if found else Meeting.objects.select_related("site__programme").get(pk=pk)
    return Seat(meeting, found, runs)


def meeting_run_by(user, pk: int) -> Meeting:
    """Return the meeting `pk` if `user` runs its room. Raises the same exceptions as `seat_of` otherwise."""
    return seat_of(user, pk, discussions=Discussion.objects.none()).meeting


def refuse_closed(meeting: Meeting) -> None:
    """Raise RefusedError if the meeting is closed or cancelled, so that nothing more can be written in its room."""
    if meeting.is_cancelled:
        raise RefusedError(
            "This meeting was cancelled while you were writing. Copy your text to the case or keep it elsewhere."
        )
    if meeting.is_closed:
        raise RefusedError(
            "This meeting was closed while you were writing. Copy your text to the case or the minutes."
        )
