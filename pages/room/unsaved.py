"""What other people entered in the room and did not save. Who and where is shown at once, the text once they have left."""

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
class Unsaved:
    """What one person entered and did not save. `is_free`: they left two minutes ago, so others may take it over."""

    owner: User
    fields: list[Field]
    is_free: bool

    @property
    def where(self) -> str:
        """Where on the page the fields are, in words."""
        return places_of(self.fields)


def unsaved_by_others(seat: Seat, user, drafts: list[Draft] | None = None) -> list[Unsaved]:
    """Return what others entered and did not save in the fields that `user` sees, by person.

    `drafts` are everybody's for the meeting, if they were read already.
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
    visible = visible_drafts(seat, user, found) if found else []
    active = _active_people(seat.meeting, visible) if visible else set()
    owners = {draft.user_id: draft.user for draft in visible}
    return [
        Unsaved(
            owner, [field_named(draft.section) for draft in visible if draft.user_id == pk], pk not in active
        )
        for pk, owner in owners.items()
    ]


def visible_drafts(seat: Seat, user, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of fields that `user` sees, except those of a case that they stepped out of."""
    discussions = {None, *(discussion.pk for discussion in seat.discussions)}
    fields = {draft.section: field_named(draft.section) for draft in drafts}
    asked = {field.step for field in fields.values() if field.step}
    readable = NextStep.objects.visible_to(user).filter(pk__in=asked)
    steps = {None, *(readable.values_list("pk", flat=True) if asked else [])}
    return [
        draft
        for draft in drafts
        if fields[draft.section].discussion in discussions and fields[draft.section].step in steps
    ]


def _active_people(meeting: Meeting, drafts: list[Draft]) -> set[int]:
    """Return the ids of those who were in the room, or wrote something, within the last two minutes."""
    since = timezone.now() - GONE_AFTER
    owners = {draft.user_id for draft in drafts}
    present = Presence.objects.filter(subject=subject_of(meeting), seen_at__gt=since, user__in=owners)
    return {draft.user_id for draft in drafts if draft.updated_at > since} | set(
        present.values_list("user", flat=True)
    )


@verb_view
def room_take_over(request, pk, owner_pk):
    """Move the drafts of somebody who has left into the fields of this person."""
    seat = seat_of(request.user, pk)
    refuse_closed(seat.meeting)
    unsaved = {each.owner.pk: each for each in unsaved_by_others(seat, request.user)} if seat.runs else {}
    theirs = unsaved.get(owner_pk)
    owner = get_object_or_404(User, pk=owner_pk) if theirs is None else theirs.owner
    if theirs is None:
        raise RefusedError("There is nothing to take over. What was typed has been saved. Reload the page.")
    if not theirs.is_free:
        raise RefusedError(f"{owner} is still here. Ask them to save it, or wait two minutes.")
    names = [field.name for field in theirs.fields]
    taken = take_drafts(seat.meeting, names, of=owner, by=request.user)
    messages.success(request, message_about(taken, len(theirs.fields) - len(taken), owner))
    return redirect("meeting_room", pk=pk)


def message_about(taken: list[str], left: int, owner: User) -> str:
    """Return what happened to the drafts, in words: `taken` were moved, `left` were not."""
    if not taken:
        return f"You have also typed in the same places. Save yours first, then take over what {owner} typed."
    rest = " Where you have also typed, theirs has not been copied." if left else ""
    return f"What {owner} typed is now in your form. Save it.{rest}"
