"""Every version of the texts written in the room: reading them, putting one back, settling what was set aside."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from cases.models import Case, Discussion
from kit.editing.history import leave_out, worth_reading
from kit.editing.sections import states_of
from kit.errors import RefusedError
from kit.http import page_view, verb_view
from kit.models import ASIDE, Revision, subject_of
from pages.room.access import Seat, refuse_closed, seat_of
from pages.room.fields import SECTION_KINDS
from pages.room.saving import put_back
from pages.room.sections import SECTIONS

MOST_VERSIONS = 40  # versions of a section on the page, newest first


@dataclass
class Versions:
    """One section of a case: the texts set aside, and its versions, the present one first."""

    anchor: str
    case: Case
    label: str
    aside: list[Revision] = field(default_factory=list)
    kept: list[Revision] = field(default_factory=list)


@page_view
def room_versions(request, pk):
    """Show the versions of the texts written in the room."""
    seat = seat_of(request.user, pk, discussions=Discussion.objects.read_by(request.user))
    context = {"meeting": seat.meeting, "texts": versions_of(seat.discussions)}
    return render(request, "pages/room/versions.html", context)


def versions_of(discussions: list[Discussion]) -> list[Versions]:
    """Return the sections of these cases that have versions, each with those that are worth reading."""
    cases = [discussion.case for discussion in discussions]
    stand, kept = states_of(cases, SECTIONS), {}
    subjects = {subject_of(case): case for case in cases}
    revisions = Revision.objects.filter(subject__in=subjects, section__in=SECTIONS).select_related("by")
    for revision in revisions.order_by("subject", "section", "version"):
        kept.setdefault((subjects[revision.subject], revision.section), []).append(revision)
    found = [
        Versions(
            SECTION_KINDS[section].name(discussion=discussion.pk),
            discussion.case,
            label,
            stand[discussion.case, section].aside,
            worth_reading(kept.get((discussion.case, section), []))[::-1][:MOST_VERSIONS],
        )
        for discussion in discussions
        for section, (label, _, _) in SECTIONS.items()
    ]
    return [each for each in found if each.aside or each.kept]


def _revision_of(seat: Seat, revision_pk: int) -> tuple[Case, Revision]:
    """Return a version of a text that this person may write in this room, and its case. Raises Http404 for any other."""
    subjects = {subject_of(discussion.case): discussion.case for discussion in seat.discussions}
    sections = [*SECTIONS, *(section + ASIDE for section in SECTIONS)]
    revision = Revision.objects.filter(pk=revision_pk, subject__in=subjects, section__in=sections).first()
    if revision is None:
        raise Http404
    return subjects[revision.subject], revision


@verb_view
def room_put_back(request, pk, revision_pk):
    """Make an earlier text, or one that was set aside, the text of its section."""
    seat = seat_of(request.user, pk)
    refuse_closed(seat.meeting)
    case, revision = _revision_of(seat, revision_pk)
    saved = put_back(case, revision, by=request.user)
    if saved.state == "held":
        raise RefusedError(
            f"{saved.holder} is writing there now. Ask them, or take over in the meeting room first."
        )
    messages.success(request, "Restored. The text it replaced is in the earlier versions.")
    return redirect("room_versions", pk=pk)


@verb_view
def room_leave_out(request, pk, revision_pk):
    """Settle a text that was set aside and is not needed. It stays among the revisions."""
    seat = seat_of(request.user, pk)
    refuse_closed(seat.meeting)
    _, revision = _revision_of(seat, revision_pk)
    leave_out(revision, by=request.user)
    messages.success(request, "Discarded.")
    return redirect("room_versions", pk=pk)
