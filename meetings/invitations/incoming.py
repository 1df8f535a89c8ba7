"""Yes, no and maybe that calendar programs send back (METHOD:REPLY) of those who were invited to a date.

What comes in is read as for members (meetings/incoming.py): maybe takes back the reply that is kept. What does not count is
ignored without an answer.
"""

from email.message import Message
from email.utils import getaddresses

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kit.bounces import reads_mail
from kit.errors import RefusedError
from kit.fold import fold
from meetings.incoming import SLACK, Answer, answers_in, may_be_forged
from meetings.invitations.actions import answer as take_answer
from meetings.invitations.actions import take_back_answer
from meetings.invitations.calendar_replies import is_answered_by_calendar
from meetings.invitations.models import DateInvitation, InvitationChange, with_date


@reads_mail
def read_reply(message: Message) -> bool:
    """Record the answers in `message`, and return whether there was one that counts."""
    if not settings.READS_CALENDAR_REPLIES or may_be_forged(message):
        return False
    senders = {fold(address) for _, address in getaddresses([str(message.get("From", ""))])}
    return sum(_take(answer) for answer in answers_in(message) if senders == {answer.email}) > 0


@transaction.atomic
def _take(answer: Answer) -> bool:
    """Record `answer` if it counts, and return whether it did and said something new."""
    now = timezone.now()
    invitation = _asked(answer)
    if invitation is None or answer.at > now + SLACK or answer.coming == invitation.coming:
        return False
    if invitation.answered_at is not None and answer.at < invitation.answered_at - SLACK:
        return False
    try:
        if not answer.coming:
            return take_back_answer(invitation)
        take_answer(invitation, coming=answer.coming, at=min(answer.at, now))
    except RefusedError:
        return False
    return True


def _asked(answer: Answer) -> DateInvitation | None:
    """Return the one invitation that was sent to the address of the `answer` about the date as it is now, or None."""
    changes = InvitationChange.objects.told().filter(
        with_date("invitation__", calendar_uid=answer.uid),
        method=InvitationChange.Method.REQUEST,
        sequence=answer.sequence,
        invitation__in=DateInvitation.objects.standing().reachable(),
    )
    rows = changes.select_related(
        "invitation__meeting__site", "invitation__event", "invitation__user", "invitation__visit"
    )
    found = [row for row in rows if fold(row.invitation.reader_email) == answer.email]
    if len(found) != 1:
        return None
    change = found[0]
    is_same_day = timezone.localdate(change.starts_at) == change.invitation.date.day
    return change.invitation if is_same_day and is_answered_by_calendar(change.invitation) else None
