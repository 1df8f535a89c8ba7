"""Visits that a commissioner proposes: "I could come", and what the facilitator answers."""

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from meetings.invitations.actions.answering import expect
from meetings.invitations.actions.asking import refuse_date, refuse_member, stand_again, take_back
from meetings.invitations.actions.telling import tell
from meetings.invitations.audit_verbs import InvitationVerb
from meetings.invitations.models import DateInvitation
from meetings.models import Meeting, Visit
from members.models import User


@transaction.atomic
def offer_visit(
    meeting: Meeting, *, by: User, purpose: str, about: str = "", agrees: bool = False
) -> DateInvitation:
    """Record that a commissioner could come to `meeting`, and return the invitation that waits for the facilitator's yes.

    Whoever is invited already says yes by it. Repeating changes what the visit is for. Raise RefusedError for a meeting that
    is over or cancelled, and where there are ground rules and they do not agree to them.
    """
    lock_row(meeting)
    refuse_date(meeting)
    refuse_member(meeting, by, by.email)
    if meeting.ground_rules is not None and not agrees:
        raise RefusedError("Read the ground rules, then tick to say that you agree to them.")
    if purpose == DateInvitation.Purpose.OTHER and not about.strip():
        raise RefusedError("Enter what the visit is for.")
    now = timezone.now()
    found = meeting.invitations.filter(user=by).first() or DateInvitation(meeting=meeting, user=by)
    found.name, found.capacity = by.name, Visit.Capacity.COMMISSIONER
    found.purpose, found.about = purpose, about
    if found.pk and found.withdrawn_at is None and found.invited_at:
        expect(found, agrees=True, by=by)
    else:
        stand_again(found)
        found.offered_at, found.invited_at = now, None
        record(InvitationVerb.OFFER_VISIT, meeting, by=by)
    found.coming, found.answered_at, found.answered_for = DateInvitation.Coming.YES, now, meeting.starts_at
    found.save()
    return found


@transaction.atomic
def accept_visit(invitation: DateInvitation, *, by: User) -> DateInvitation:
    """Say yes to a visit: they are among the visitors, and get the date by mail. Repeating changes nothing.

    Raise RefusedError for a visit that was taken back, and for a meeting that is over or cancelled.
    """
    lock_row(invitation)
    _refuse_withdrawn(invitation)
    if invitation.invited_at is not None:
        return invitation
    refuse_date(invitation.date)
    invitation.invited_at, invitation.invited_by = timezone.now(), by
    expect(invitation, agrees=True, by=by)
    invitation.save()
    record(InvitationVerb.ACCEPT_VISIT, invitation.date, by=by)
    tell()
    return invitation


@transaction.atomic
def propose_date(invitation: DateInvitation, *, meeting: Meeting, by: User) -> DateInvitation:
    """Propose another `meeting` of the same site to somebody who could come to this one, and return the invitation to it.

    They are asked by mail. Repeating changes nothing. Raise RefusedError for another site's meeting, for one that is
    over or cancelled, and where the visit was answered already or taken back.
    """
    lock_row(invitation)
    if meeting.site_id != invitation.site_id:
        raise RefusedError("Choose another meeting of the same site.")
    if meeting.pk == invitation.meeting_id:
        return accept_visit(invitation, by=by)
    refuse_date(meeting)
    other = meeting.invitations.filter(user=invitation.user).first()
    stands = other is not None and other.withdrawn_at is None and other.invited_at is not None
    if other is not None and stands and invitation.withdrawn_by_id is not None:
        return other
    _refuse_withdrawn(invitation)
    _refuse_answered(invitation)
    if other is not None and stands:
        take_back(invitation, by=by)
        return other
    other = other or DateInvitation(meeting=meeting, user=invitation.user)
    other.name, other.capacity = invitation.name, invitation.capacity
    other.purpose, other.about = invitation.purpose, invitation.about
    stand_again(other)
    other.invited_at, other.invited_by = timezone.now(), by
    other.forget_reply()
    other.save()
    take_back(invitation, by=by)
    record(InvitationVerb.MOVE_VISIT, meeting, by=by)
    tell()
    return other


@transaction.atomic
def decline_visit(invitation: DateInvitation, *, by: User) -> DateInvitation:
    """Say that a visit does not suit this time. They read it on their page. Repeating changes nothing.

    Raise RefusedError where somebody has said yes already: then it is an invitation, and can be withdrawn.
    """
    lock_row(invitation)
    if invitation.withdrawn_at is None:
        _refuse_answered(invitation)
        take_back(invitation, by=by)
        record(InvitationVerb.WITHDRAW_INVITATION, invitation.date, by=by)
        tell()
    return invitation


def _refuse_withdrawn(invitation: DateInvitation) -> None:
    if invitation.withdrawn_by is not None:
        raise RefusedError(
            f"{invitation.withdrawn_by} has answered already that it does not suit. Invite {invitation.name} instead."
        )
    if invitation.withdrawn_at is not None:
        raise RefusedError(f"{invitation.name} can no longer come. Choose another guest.")


def _refuse_answered(invitation: DateInvitation) -> None:
    if invitation.invited_at is not None:
        raise RefusedError(
            f"{invitation.name} has been invited already. Withdraw the invitation first, if they should not come."
        )
