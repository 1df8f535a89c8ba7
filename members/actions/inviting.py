"""The action that invites many members at once, in as many queries as one."""

from collections.abc import Sequence

from django.db import transaction

from kit.audit import record_subjects
from kit.models import RefusedAddress, subject_of
from kit.queues import send_mail_on_commit
from members.audit_verbs import MemberVerb
from members.models import Invitation, InvitationMail, Member, User


@transaction.atomic
def invite_members(members: Sequence[Member], *, by: User) -> list[Member]:
    """Invite those of `members` who were just added and can be mailed, and return them."""
    invited = [member for member in members if member.can_be_mailed and member.user_id is None]
    if not invited:
        return []
    invitations = Invitation.objects.bulk_create(
        Invitation(
            email=member.email,
            name=member.name,
            member=member,
            programme=member.site.programme,
            invited_by=by,
        )
        for member in invited
    )
    InvitationMail.objects.bulk_create(InvitationMail(invitation=invitation) for invitation in invitations)
    RefusedAddress.objects.filter(email__in=[invitation.email for invitation in invitations]).delete()
    record_subjects(MemberVerb.INVITE, map(subject_of, invited), by=by)
    send_mail_on_commit()
    return invited
