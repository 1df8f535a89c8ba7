"""What this person typed in the room and did not save: kept when a page is refused, and shown once the meeting is closed."""

from typing import NamedTuple
from uuid import uuid4

from django.shortcuts import render

from cases.models import Case, Discussion
from kit.bounds import number_in
from kit.editing.drafts import keep_draft
from kit.models import Draft, subject_of
from meetings.models import Meeting
from pages.room.access import Seat, may_write
from pages.room.autosave import LONGEST
from pages.room.fields import KINDS, SECTION_KINDS, VISITOR, Field, Keeping, draft_named, field_named
from pages.room.sections import text_at
from pages.room.unsaved import visible_drafts


class LeftOver(NamedTuple):
    """One text that was typed and not saved, with where it was typed. `case` is None for what is about no case."""

    case: Case | None
    place: str
    text: str


def left_over_page(request, pk: int):
    """Return the page with what this person typed in the room of a closed meeting and did not save, or None."""
    user = request.user
    meeting = Meeting.objects.visible_to(user).filter(pk=pk, closed_at__isnull=False).first()
    if meeting is None:
        return None
    discussions = list(Discussion.objects.read_by(user).filter(meeting=pk).select_related("case__site"))
    texts = left_over(Seat(meeting, discussions, runs=False), user)
    return (
        render(request, "pages/room/left_over.html", {"meeting": meeting, "texts": texts}) if texts else None
    )


def left_over(seat: Seat, user) -> list[LeftOver]:
    """Return what `user` typed at this meeting and did not save, case by case, in the order of the page."""
    cases = {subject_of(each.case): each.case for each in seat.discussions}
    own = list(
        Draft.objects.filter(user=user, subject__in=[subject_of(seat.meeting), *cases]).exclude(text="")
    )
    typed = [draft for draft in own if (field := draft_named(draft.section)) and _is_text(field)]
    found = [_of_meeting(seat, draft) for draft in visible_drafts(seat, user, typed)]
    found += [
        LeftOver(cases[draft.subject], SECTION_KINDS[draft.section].part, draft.text)
        for draft in own
        if draft.section in SECTION_KINDS and draft.text != getattr(cases[draft.subject], draft.section)
    ]
    places = {kind.part: number for number, kind in enumerate(KINDS)}
    return sorted(found, key=lambda each: (each.case.number if each.case else 0, places.get(each.place, 0)))


def _is_text(field: Field) -> bool:
    return field.kind.counted is not None or field.kind is VISITOR


def _of_meeting(seat: Seat, draft: Draft) -> LeftOver:
    field = field_named(draft.section)
    return LeftOver(seat.case_of(field.discussion), field.kind.part, draft.text)  # type: ignore[union-attr, arg-type]


def keep_refused(request, seat: Seat) -> None:
    """Keep what was sent with a page that was refused as this person's drafts, so that it is there without script too.

    A text of a case is kept only where this person changed it, so that nobody's newer text is in its way.
    """
    for name in request.POST:
        field, text = field_named(name), request.POST[name].replace("\r\n", "\n")
        if field is None or not text or "\0" in text or len(text) > LONGEST or not may_write(seat, field):
            continue
        if field.kind.keeping is Keeping.DRAFT:
            keep_draft(seat.meeting, name, text=text, key=uuid4().hex, by=request.user)
        elif field.kind.keeping is Keeping.SECTION and field.discussion is not None:
            _keep_section(request, seat.case_of(field.discussion), field, text)


def _keep_section(request, case: Case | None, field: Field, text: str) -> None:
    base = number_in(request.POST.get(field.attributes.get("data-base", "")), digits=9)
    section = field.kind.section
    if case is not None and base is not None and text != text_at(case, section, base):
        keep_draft(case, section, text=text, key=uuid4().hex, by=request.user, base_version=base)
