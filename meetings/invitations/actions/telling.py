"""Letters to those who were invited: a new date, a change, a cancellation. The rows are the queue.

Nobody tells this module that a meeting was moved: it looks, every minute, at what each reader was told last.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from meetings.invitations.models import DateInvitation, InvitationChange, InvitationMail, with_date
from meetings.invitations.models.invitations import DateInvitationQuerySet
from meetings.models.told import facts_told

REQUEST, CANCEL = InvitationChange.Method.REQUEST, InvitationChange.Method.CANCEL
READS = ("meeting__site__programme", "event__programme", "user", "visit")
AS_IT_IS = Coalesce(OuterRef("meeting__calendar_sequence"), OuterRef("event__calendar_sequence"))


@transaction.atomic
def tell() -> int:
    """Queue what those who were invited have not been told yet, one letter a reader, and return how many dates are told.

    Only for dates to come of running programmes. A reply given for another day goes: they are asked again. Who is
    answering at this moment is told a minute later, so that neither waits for the other. Repeating queues nothing.
    """
    to_come = DateInvitation.objects.reachable().filter(
        with_date(starts_at__gt=timezone.now(), programme__ended_on__isnull=True)
    )
    asked_anew = _to_ask(to_come)
    for invitation in asked_anew:
        _forget_reply_for_another_day(invitation)
    return _queue(asked_anew, REQUEST) + _queue(_to_take_out(to_come), CANCEL)


def _to_ask(to_come: DateInvitationQuerySet) -> list[DateInvitation]:
    """Return those that were not told of the date as it is now."""
    told = InvitationChange.objects.filter(invitation=OuterRef("pk"), method=REQUEST, sequence=AS_IT_IS)
    standing = to_come.standing().filter(with_date(cancelled_at__isnull=True))
    return list(
        standing.exclude(Exists(told))
        .select_related(*READS)
        .select_for_update(of=("self",), skip_locked=True)
    )


def _to_take_out(to_come: DateInvitationQuerySet) -> list[DateInvitation]:
    """Return those that were told of a date which is cancelled, or to which they are not invited any more."""
    of_it = InvitationChange.objects.filter(invitation=OuterRef("pk"))
    told = of_it.filter(Q(mail__sent_at__isnull=False) | Q(mail__claimed_until__isnull=False), method=REQUEST)
    off = to_come.filter(Q(withdrawn_at__isnull=False) | with_date(cancelled_at__isnull=False))
    out = of_it.filter(method=CANCEL, sequence=AS_IT_IS)
    return list(off.filter(Exists(told)).exclude(Exists(out)).exclude(coming="no").select_related(*READS))


def _forget_reply_for_another_day(invitation: DateInvitation) -> None:
    """Forget what they replied, if it was for another day, and that they are expected."""
    said_for = invitation.answered_for
    if said_for is None or timezone.localtime(said_for).date() == invitation.date.day:
        return
    if invitation.visit is not None:
        invitation.visit.delete()
    invitation.visit, invitation.coming = None, ""
    invitation.answered_at = invitation.answered_for = None
    invitation.save(update_fields=["visit", "coming", "answered_at", "answered_for"])


def _queue(invitations: Iterable[DateInvitation], method: str) -> int:
    """Add each date as it is now to the letter of its reader, and return how many there are."""
    found = list(invitations)
    letters = _letters_to({each.reader_email for each in found})
    changes = [
        InvitationChange(
            invitation=each,
            mail=letters[each.reader_email],
            method=method,
            days=each.date.days,
            **facts_told(each.date),
        )
        for each in found
    ]
    InvitationChange.objects.bulk_create(changes, ignore_conflicts=True)
    return len(changes)


def _letters_to(addresses: set[str]) -> dict[str, InvitationMail]:
    """Return the letter to each of `addresses` that no worker has begun with; a new one if need be."""
    waiting = InvitationMail.objects.not_begun().select_for_update().filter(email__in=addresses)
    letters = {letter.email: letter for letter in waiting}
    missing = [InvitationMail(email=email) for email in sorted(addresses - letters.keys())]
    return letters | {letter.email: letter for letter in InvitationMail.objects.bulk_create(missing)}


def forget_what_was_told(invitation: DateInvitation) -> None:
    """Have somebody asked again who was told that they are not invited any more, or to another date."""
    invitation.changes.filter(sequence=invitation.date.calendar_sequence).delete()
