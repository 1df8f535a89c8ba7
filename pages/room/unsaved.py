"""What others typed in the room and have not kept: who and where shows at once; the words, once they are gone for a while."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cases.next_steps.models import NextStep
from kit.editing.drafts import drafts_at, take_drafts
from kit.errors import RefusedError
from kit.http import verb_view
from kit.models import Draft, Presence, subject_of
from meetings.models import Meeting
from members.models import User
from pages.room.access import Seat, refuse_closed, seat_of
from pages.room.fields import Field, draft_named, field_named, places_of

GONE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Typed:
    """What one person typed and has not kept. `is_free`: they are gone for two minutes, so others may take it over."""

    owner: User
    fields: list[Field]
    is_free: bool

    @property
    def where(self) -> str:
        """Where on the page it stands, in words."""
        return places_of(self.fields)


def typed_by_others(seat: Seat, user, drafts: list[Draft] | None = None) -> list[Typed]:
    """What others typed in the fields that `user` sees and have not kept yet, person by person.

    `drafts` are everybody's for the meeting, where they were read already.
    """
    drafts = drafts_at([seat.meeting]) if drafts is None else drafts
    found = [
        draft
        for draft in drafts
        if draft.user_id != user.pk
        and draft.text
        and draft.subject == subject_of(seat.meeting)
        and draft_named(draft.section)
    ]
    shown = _shown(seat, user, found) if found else []
    busy = _busy(seat.meeting, shown) if shown else set()
    owners = {draft.user_id: draft.user for draft in shown}
    return [
        Typed(owner, [field_named(draft.section) for draft in shown if draft.user_id == pk], pk not in busy)
        for pk, owner in owners.items()
    ]


def _shown(seat: Seat, user, drafts: list[Draft]) -> list[Draft]:
    """The drafts of fields that `user` sees: not those of a case that they stepped out of."""
    discussions = {None, *(discussion.pk for discussion in seat.discussions)}
    fields = {draft.section: field_named(draft.section) for draft in drafts}
    asked = {field.step for field in fields.values() if field.step}
    visible = NextStep.objects.visible_to(user).filter(pk__in=asked)
    steps = {None, *(visible.values_list("pk", flat=True) if asked else [])}
    return [
        draft
        for draft in drafts
        if fields[draft.section].discussion in discussions and fields[draft.section].step in steps
    ]


def _busy(meeting: Meeting, drafts: list[Draft]) -> set[int]:
    """Whose writers were here, or typed, within the last two minutes."""
    since = timezone.now() - GONE_AFTER
    owners = {draft.user_id for draft in drafts}
    here = Presence.objects.filter(subject=subject_of(meeting), seen_at__gt=since, user__in=owners)
    return {draft.user_id for draft in drafts if draft.updated_at > since} | set(
        here.values_list("user", flat=True)
    )


@verb_view
def room_take_over(request, pk, owner_pk):
    """Go on with what somebody typed who is gone: their words stand in this person's fields now."""
    seat = seat_of(request.user, pk)
    refuse_closed(seat.meeting)
    typed = {each.owner.pk: each for each in typed_by_others(seat, request.user)} if seat.runs else {}
    theirs = typed.get(owner_pk)
    owner = get_object_or_404(User, pk=owner_pk) if theirs is None else theirs.owner
    if theirs is None:
        raise RefusedError("Nothing is left to take over: what was typed is kept by now. Reload the room.")
    if not theirs.is_free:
        raise RefusedError(f"{owner} is still here. Ask them to keep it, or wait two minutes.")
    names = [field.name for field in theirs.fields]
    taken = take_drafts(seat.meeting, names, of=owner, by=request.user)
    messages.success(request, said_of(taken, len(theirs.fields) - len(taken), owner))
    return redirect("meeting_room", pk=pk)


def said_of(taken: list[str], left: int, owner: User) -> str:
    """What became of it, in words."""
    if not taken:
        return f"You have typed in the same places yourself. Keep yours first, then take over what {owner} typed."
    rest = " Where you had typed yourself, theirs waits." if left else ""
    return f"What {owner} typed stands in your fields now. Keep it where it belongs.{rest}"
