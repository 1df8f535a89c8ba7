"""A member's reply whether they are coming: by a link in a mail, on their home page, or through the facilitator."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kit.errors import RefusedError
from meetings.models import Meeting, Reply
from members.models import Member


@transaction.atomic
def reply(
    meeting: Meeting,
    *,
    member: Member,
    coming: str,
    stand_in_name: str = "",
    by=None,
    at: datetime | None = None,
) -> Reply:
    """Record whether `member` is coming to `meeting` (yes), is not (no) or sends a stand-in, with a name. The
    last reply counts.

    `by` is None where they answered by their link or calendar. `at` is when they answered, where that was before now.
    Raise RefusedError for a meeting that has started or is
    cancelled, for somebody who is not a member of its site on that day, and for a stand-in without a name.
    """
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled, so you do not need to reply.")
    if meeting.has_started:
        raise RefusedError("This meeting has started. Tell the facilitator there.")
    if not meeting.members_then().filter(pk=member.pk).exists():
        raise RefusedError("Only members of this site can reply. Ask the facilitator if you want to visit.")
    stand_in_name = " ".join(stand_in_name.split()) if coming == Reply.Coming.STAND_IN else ""
    if coming == Reply.Coming.STAND_IN and not stand_in_name:
        raise RefusedError("Enter the name of the person coming in your place.")
    said, _ = Reply.objects.update_or_create(
        meeting=meeting,
        member=member,
        defaults={
            "coming": Reply.Coming(coming),
            "stand_in_name": stand_in_name,
            "answered_at": at or timezone.now(),
        },
    )
    return said


@transaction.atomic
def take_back_reply(meeting: Meeting, *, member: Member) -> bool:
    """Record that `member` does not know whether they are coming, and return whether they had said so before.

    They count as somebody who has not replied. Raise RefusedError for a meeting that has started or is cancelled.
    """
    if meeting.is_cancelled or meeting.has_started:
        raise RefusedError("This meeting has started or is cancelled, so nothing changes.")
    deleted, _ = Reply.objects.filter(meeting=meeting, member=member).delete()
    return bool(deleted)
