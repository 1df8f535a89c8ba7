"""The reply of somebody who was invited: signed in, by the link in their mail, or from their calendar."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kit.errors import RefusedError
from kit.locking import lock_row
from meetings.actions import add_visit
from meetings.invitations.actions.asking import forget_expected
from meetings.invitations.models import DateInvitation

ONE_PRESS = timedelta(minutes=1)  # the same again within it is the same press


@transaction.atomic
def answer(
    invitation: DateInvitation, *, coming: str, agrees: bool = False, by=None, at: datetime | None = None
) -> DateInvitation:
    """Record whether somebody who was invited is coming. The last reply counts. Who comes is among the visitors.
    Repeating within a minute changes nothing.

    `by` is None where they answered by their link or calendar. Raise RefusedError for a meeting that has started or is
    cancelled, for an invitation that was withdrawn, and for a guest who does not agree to the ground rules.
    """
    lock_row(invitation)
    date, whom = invitation.date, "the programme team" if invitation.event else "the facilitator"
    if date.is_cancelled:
        raise RefusedError(f"This {invitation.noun} is cancelled, so you do not need to reply.")
    if date.has_started:
        raise RefusedError(f"This {invitation.noun} has started. Tell {whom} there.")
    if invitation.withdrawn_at is not None:
        raise RefusedError(f"This invitation has been withdrawn. Ask {whom}.")
    is_coming = coming == DateInvitation.Coming.YES
    if is_coming and invitation.asks_to_agree and not agrees:
        raise RefusedError("Read the ground rules, then tick to say that you agree to them.")
    said_at = at or timezone.now()
    if _is_pressed_twice(invitation, coming=coming, agrees=agrees, said_at=said_at):
        return invitation
    if is_coming and not invitation.is_proposed:
        expect(invitation, agrees=agrees or invitation.has_agreed, by=by)
    elif not is_coming:
        forget_expected(invitation)
        if invitation.is_proposed:
            invitation.withdrawn_at = timezone.now()  # they take back that they could come
    invitation.coming = DateInvitation.Coming(coming)
    invitation.answered_at, invitation.answered_for = said_at, date.starts_at
    invitation.save()
    return invitation


@transaction.atomic
def take_back_answer(invitation: DateInvitation) -> bool:
    """Record that somebody who was invited does not know whether they are coming, and return whether they had said so before.

    They count as somebody who has not replied. Raise RefusedError for a date that has started or is cancelled, and for an
    invitation that was withdrawn.
    """
    lock_row(invitation)
    if invitation.is_closed:
        raise RefusedError("This has started, is cancelled or was withdrawn, so nothing changes.")
    if not invitation.coming or invitation.is_proposed:
        return False
    forget_expected(invitation)
    invitation.forget_reply()
    invitation.save()
    return True


def _is_pressed_twice(invitation: DateInvitation, *, coming: str, agrees: bool, said_at: datetime) -> bool:
    """Return whether this is what they replied within the minute before, for the same day."""
    if invitation.answered_at is None or abs(said_at - invitation.answered_at) > ONE_PRESS:
        return False
    same_day = invitation.answered_for == invitation.date.starts_at
    return same_day and invitation.coming == coming and not (agrees and invitation.asks_to_agree)


def expect(invitation: DateInvitation, *, agrees: bool, by) -> None:
    """Put them among the visitors of the meeting. A date of the programme has no visitors: it is for whoever is invited."""
    if invitation.meeting is None:
        return
    invitation.visit = add_visit(
        invitation.meeting,
        name=invitation.name,
        capacity=invitation.capacity,
        user=invitation.user,
        agreed=agrees,
        by=by,
    )
