"""Who sits in the room: those who run it see all of it, and presenters write the sections of the cases that they bring."""

from dataclasses import dataclass

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404

from cases.models import Discussion
from copsite.kit.errors import RefusedError
from meetings.models import Meeting


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
    if meeting is None or meeting.site_id not in user.standing.reading_sites:
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


def meeting_run_by(user, pk: int) -> Meeting:
    """The meeting with this id, whose room `user` runs; for anybody else as seat_of has it."""
    return seat_of(user, pk, discussions=Discussion.objects.none()).meeting


def refuse_closed(meeting: Meeting) -> None:
    """Raise RefusedError where nothing more is written in this room."""
    if meeting.is_closed or meeting.is_cancelled:
        raise RefusedError(
            "This meeting was closed while you were writing. Copy your words to the page of the case or the minutes."
        )
