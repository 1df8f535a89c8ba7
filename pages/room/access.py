"""Who sits in the room: those who run it see all of it, and presenters write the sections of the cases that they bring."""

from dataclasses import dataclass

import rules
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404

from cases.models import Discussion
from kit.errors import RefusedError
from meetings.models import Meeting

ASKED_EVERY = 5  # seconds


@dataclass(frozen=True)
class Seat:
    """What one person may see of the room of `meeting`. `runs` it: everything; else the `discussions` alone."""

    meeting: Meeting
    discussions: list[Discussion]
    runs: bool

    def case_of(self, discussion_pk: int):
        """The case of that discussion, or None where it is not theirs to write."""
        return next((each.case for each in self.discussions if each.pk == discussion_pk), None)


def seat_of(user, pk: int, *, discussions=None) -> Seat:
    """Where `user` sits in the room of the meeting `pk`. Who knows of the meeting and has no seat is refused (403).

    `discussions` narrows which ones are read; those of cases that `user` can't read are never among them.
    """
    asked = (discussions if discussions is not None else Discussion.objects).filter(meeting=pk)
    found = list(asked.visible_to(user).select_related("case__site", "meeting__site__programme"))
    meeting = found[0].meeting if found else None
    if meeting is None or not rules.has_perm("meetings.read_meeting", user, meeting):
        known = Meeting.objects.visible_to(user).select_related("site__programme")
        meeting = get_object_or_404(known, pk=pk)
    if rules.has_perm("meetings.open_room", user, meeting):
        return Seat(meeting, found, runs=True)
    prefetch_related_objects(found, "case__presenter_rows")
    own = [each for each in found if rules.has_perm("cases.write_in_the_room", user, each)]
    if not own:
        raise PermissionDenied(
            "This room is run by the facilitator of the site. Ask them what you want written."
        )
    return Seat(meeting, own, runs=False)


def seat_kept(request, pk: int, *, only: int | None = None) -> Seat:
    """The seat of somebody who writes in the room now, for saves that come every second.

    Who may is asked anew every few seconds, since asking costs more than the save; what the meeting and the texts are
    like is read each time. A right that was taken away ends here those few seconds later. Of the discussions, the one
    with the id `only` is read, where it is named.
    """
    user, place = request.user, f"room-seat:{request.session.session_key}:{request.user.pk}:{pk}"
    kept = cache.get(place)
    if kept is None:
        seat = seat_of(user, pk)
        cache.set(place, (seat.runs, [each.pk for each in seat.discussions]), ASKED_EVERY)
        return seat
    runs, discussions = kept
    wanted = discussions if only is None else [each for each in discussions if each == only]
    found = Discussion.objects.filter(pk__in=wanted).select_related("case__site", "meeting__site__programme")
    found = list(found) if wanted else []
    meeting = found[0].meeting if found else Meeting.objects.select_related("site__programme").get(pk=pk)
    return Seat(meeting, found, runs)


def meeting_run_by(user, pk: int) -> Meeting:
    """The meeting with this id, whose room `user` runs; for anybody else as seat_of has it."""
    return seat_of(user, pk, discussions=Discussion.objects.none()).meeting


def refuse_closed(meeting: Meeting) -> None:
    """Raise RefusedError where nothing more is written in this room."""
    if meeting.is_closed or meeting.is_cancelled:
        raise RefusedError(
            "This meeting was closed while you were writing. Copy your words to the page of the case or the minutes."
        )
