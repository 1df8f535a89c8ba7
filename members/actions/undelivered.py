"""Sending again what could not be delivered, once the address was corrected."""

from kit.audit import record
from kit.queues import kinds_of_mail, not_delivered, queue_again, send_mail_on_commit
from members.actions.invitations import invite_member
from members.audit_verbs import MemberVerb
from members.models import InvitationMail, Member, User


def send_undelivered_again(member: Member, *, by: User) -> int:
    """Have the mails to `member` that could not be delivered sent to their new address, and return how many there are.

    Each is sent only if it still says something. An invitation to sign in is made anew, for the new address. Repeating
    sends none.
    """
    to_members = [kind for kind in kinds_of_mail() if "member" in {field.name for field in kind._meta.fields}]
    number = sum(queue_again(kind.objects.filter(member=member)) for kind in to_members)
    invited = InvitationMail.objects.filter(not_delivered(), invitation__in=member.invitations.open())
    if member.user_id is None and invited.exists():
        invite_member(member, by=by)
        number += 1
    if number:
        record(MemberVerb.SEND_AGAIN, member, by=by, note=f"{number}")
        send_mail_on_commit()
    return number
