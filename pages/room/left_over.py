"""What this person typed in the room and did not save: kept when a page is refused, and shown once the meeting is closed."""

from uuid import uuid4

from django.shortcuts import render

from kit.bounds import number_in
from kit.editing.drafts import drafts_at, keep_draft
from kit.models import Draft, subject_of
from meetings.models import Meeting
from pages.room.access import Seat
from pages.room.autosave import LONGEST
from pages.room.fields import Keeping, Writers, draft_named, field_named
from pages.room.unsaved import visible_drafts


def has_left_over(meeting: Meeting, user) -> bool:
    """Return whether `user` typed something in the room of `meeting` that was not saved."""
    drafts = Draft.objects.filter(user=user, subject=subject_of(meeting)).exclude(text="")
    return any(draft_named(section) for section in drafts.values_list("section", flat=True))


def left_over_page(request, seat: Seat):
    """Show what this person typed in the room of a closed meeting and did not save, with where it was typed."""
    own = [draft for draft in drafts_at([seat.meeting]) if draft.user_id == request.user.pk and draft.text]
    counted = [draft for draft in own if (field := draft_named(draft.section)) and field.kind.counted]
    texts = [
        (field_named(draft.section).place, draft.text)
        for draft in visible_drafts(seat, request.user, counted)
    ]
    cases = [discussion.case for discussion in seat.discussions]
    return render(
        request, "pages/room/left_over.html", {"meeting": seat.meeting, "texts": texts, "cases": cases}
    )


def keep_refused(request, seat: Seat) -> None:
    """Keep what was sent with a page that was refused as this person's drafts, so that it is there without script too."""
    for name in request.POST:
        field, text = field_named(name), request.POST[name].replace("\r\n", "\n")
        if field is None or not text or "\0" in text or len(text) > LONGEST:
            continue
        if not seat.runs and field.kind.writers is not Writers.PRESENTERS:
            continue
        if field.kind.keeping is Keeping.DRAFT:
            keep_draft(seat.meeting, name, text=text, key=uuid4().hex, by=request.user)
        case = seat.case_of(field.discussion) if field.kind.keeping is Keeping.SECTION else None
        if case is not None and text != getattr(case, field.kind.section):
            base = number_in(request.POST.get(field.attributes.get("data-base", "")), digits=9) or 0
            keep_draft(
                case, field.kind.section, text=text, key=uuid4().hex, by=request.user, base_version=base
            )
