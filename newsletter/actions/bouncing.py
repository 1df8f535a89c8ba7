"""Note what mail servers and providers say of an address, and leave it in peace where that is due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.queues import NO_ADDRESS, REJECTED, forget_refused
from members.models import User
from newsletter.audit_verbs import NewsletterVerb
from newsletter.models import Bounce, Delivery, Subscriber, Suppression
from newsletter.models.suppressions import MOST_SOFT, SOFT_WITHIN, key_of

NOTED_FOR = timedelta(days=2)
NO_SUCH_ADDRESS = ("(550)", "(551)", "(553)")
REASONS = {
    Bounce.Kind.HARD: Suppression.Reason.HARD,
    Bounce.Kind.COMPLAINT: Suppression.Reason.COMPLAINT,
}


@transaction.atomic
def note_bounce(address: str, *, what: str, mail: str, at: datetime | None = None) -> Suppression | None:
    """Note that a mail to `address` came back or was complained of, and return the suppression that is in force now, or
    None.

    `what` is a `Bounce.Kind`, `mail` the Message-ID of the mail: what is said twice of one mail counts once. An address
    that takes no mail, and that of who complains, gets no newsletter from now on; one whose mail did not arrive three times
    within 60 days neither. A complaint takes the place of any other reason.
    """
    key, at = key_of(address), at or timezone.now()
    kind = Bounce.Kind(what)
    _, is_new = Bounce.objects.get_or_create(address_key=key, kind=kind, mail=mail[:200], defaults={"at": at})
    reason = REASONS.get(kind)
    if reason is None:
        lifted = (
            Suppression.objects.filter(address_key=key, lifted_at__isnull=False)
            .order_by("-lifted_at")
            .first()
        )
        since = max([at - SOFT_WITHIN, *([lifted.lifted_at] if lifted and lifted.lifted_at else [])])
        soft = Bounce.objects.filter(address_key=key, kind=kind, at__gt=since, at__lte=timezone.now())
        reason = Suppression.Reason.SOFT if soft.count() >= MOST_SOFT else None
    if reason is None or not is_new:
        return Suppression.objects.in_force().filter(address_key=key).first()
    found, _ = Suppression.objects.in_force().get_or_create(
        address_key=key, lifted_at=None, defaults={"reason": reason}
    )
    if reason == Suppression.Reason.COMPLAINT != found.reason:
        found.reason = reason
        found.save(update_fields=["reason"])
    return found


def note_refusals() -> int:
    """Note the letters of the last days that a mail server refused while they were handed over, and return how many there
    were. Repeating notes nothing twice.

    That there is no such address (550, 551, 553) is for good; any other refusal counts as one of three.
    """
    refused = Q(last_error__startswith=REJECTED) | Q(last_error__startswith=NO_ADDRESS)
    since = timezone.now() - NOTED_FOR
    rows = Delivery.objects.filter(refused, failed_at__gt=since, sent_at__isnull=True).select_related(
        "subscriber"
    )
    for row in rows:
        is_dead = row.last_error.startswith(NO_ADDRESS) or any(
            each in row.last_error for each in NO_SUCH_ADDRESS
        )
        kind = Bounce.Kind.HARD if is_dead else Bounce.Kind.SOFT
        note_bounce(row.subscriber.email, what=kind, mail=f"delivery {row.pk}", at=row.failed_at)
    return len(rows)


@transaction.atomic
def lift(subscriber: Subscriber, *, because: str, by: User) -> Suppression:
    """Send newsletters to the address of `subscriber` again, for a reason of `Suppression.Lifted`.

    Raise RefusedError where nothing holds them back, or their reader complained: only they can take that back.
    """
    lock_row(subscriber)
    found = Suppression.objects.in_force().filter(address_key=key_of(subscriber.email)).first()
    if found is None:
        raise RefusedError("Newsletters are sent to this address already.")
    lock_row(found)
    if not found.can_be_lifted:
        raise RefusedError("They marked a newsletter as unwanted. Only they can subscribe again.")
    _lift(found, because=because, by=by)
    forget_refused(subscriber.email)
    record(NewsletterVerb.LIFT, subscriber, by=by, note=found.get_lifted_because_display())
    return found


def lift_confirmed(subscriber: Subscriber) -> None:
    """Lift what held back newsletters to an address whose owner confirmed by the link in a mail to it: it works."""
    for each in Suppression.objects.in_force().filter(address_key=key_of(subscriber.email)):
        _lift(each, because=Suppression.Lifted.CONFIRMED, by=None)


def _lift(suppression: Suppression, *, because: str, by: User | None) -> None:
    suppression.lifted_at, suppression.lifted_because, suppression.lifted_by = timezone.now(), because, by
    suppression.save(update_fields=["lifted_at", "lifted_because", "lifted_by"])
