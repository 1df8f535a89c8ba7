"""Letters to those who were invited: a new date, a change, a cancellation. The rows are the queue.

Nobody tells this module that a meeting was moved, or that somebody is invited again: it looks, every minute, at what each
reader was told last. Whoever was told that a date is off is asked anew once it is on again, and hears that it is off once.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from meetings.invitations.models import (
    NO_REPLY,
    DateInvitation,
    InvitationChange,
    InvitationMail,
    can_be_told_off,
    with_date,
)
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
    running = DateInvitation.objects.reachable().filter(with_date(programme__ended_on__isnull=True))
    asked_anew = _to_ask(running.filter(with_date(starts_at__gt=timezone.now())))
    for invitation in asked_anew:
        _forget_reply_for_another_day(invitation)
    _forget_what_was_told_before_it_was_off(asked_anew)
    return _queue(asked_anew, REQUEST) + _queue(_to_take_out(running.filter(can_be_told_off())), CANCEL)


def _last_told(method: str) -> Coalesce:
    """Return the id of what a reader was told last by `method`, in a letter that has gone; 0 if nothing."""
    told = InvitationChange.objects.told().filter(invitation=OuterRef("pk"), method=method)
    return Coalesce(Subquery(told.order_by("-pk").values("pk")[:1]), 0)


def _to_ask(to_come: DateInvitationQuerySet) -> list[DateInvitation]:
    """Return those that were not told of the date as it is now, or were told since that it is off."""
    asked = InvitationChange.objects.filter(invitation=OuterRef("pk"), method=REQUEST, sequence=AS_IT_IS)
    standing = to_come.standing().filter(with_date(cancelled_at__isnull=True))
    return list(
        standing.annotate(told_off=_last_told(CANCEL))
        .exclude(Exists(asked.filter(pk__gt=OuterRef("told_off"))))
        .select_related(*READS)
        .select_for_update(of=("self",), skip_locked=True)
    )


def _to_take_out(to_come: DateInvitationQuerySet) -> list[DateInvitation]:
    """Return those that were told of a date which is cancelled, or to which they are not invited any more, and not yet that."""
    off = to_come.filter(Q(withdrawn_at__isnull=False) | with_date(cancelled_at__isnull=False))
    told = off.annotate(told_on=_last_told(REQUEST), told_off=_last_told(CANCEL)).filter(told_on__gt=0)
    queued = InvitationChange.objects.filter(
        invitation=OuterRef("pk"), method=CANCEL, sequence=AS_IT_IS, pk__gt=OuterRef("told_on")
    )
    wait = told.exclude(told_off__gt=F("told_on")).exclude(Exists(queued)).exclude(coming="no")
    return list(wait.select_related(*READS))


def _forget_what_was_told_before_it_was_off(asked_anew: Iterable[Any]) -> None:
    """Have those who were told that the date is off asked as if they had never heard of it, which is how their calendar has it."""
    were_off = [each.pk for each in asked_anew if each.told_off]
    InvitationChange.objects.filter(invitation__in=were_off).delete()


def _forget_reply_for_another_day(invitation: DateInvitation) -> None:
    """Forget what they replied, if it was for another day, and that they are expected."""
    said_for = invitation.answered_for
    if said_for is None or timezone.localtime(said_for).date() == invitation.date.day:
        return
    if invitation.visit is not None:
        invitation.visit.delete()
    invitation.visit = None
    invitation.forget_reply()
    invitation.save(update_fields=["visit", *NO_REPLY])


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
