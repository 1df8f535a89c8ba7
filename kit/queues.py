"""Rows as queues: mail to send and files to make. A conditional UPDATE claims a row, so that no two workers take it.

A new kind of mail is a model of `Queued` with its own `due()` and `message()`; `send_due()` finds it.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol, Self

from celery import current_app
from django.apps import apps
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from kit.mail import SETTINGS, message_id
from kit.models import RefusedAddress
from kit.words import when

LEASE = timedelta(minutes=5)  # how long a worker has for one row before another may try
FIRST_RETRY = timedelta(minutes=5)  # doubled each time
MOST_ATTEMPTS = 6
REFUSED_FOR = timedelta(days=30)  # how long a refused address is shown after the last time

# why a mail could not be delivered, as its row says
NO_ADDRESS = "No mail can be sent to its address."
REJECTED = "The mail server rejected it permanently"
CAME_BACK = "The mail server of this address could not deliver it"

logger = logging.getLogger(__name__)


class Sendable(Protocol):
    """What a mail backend of Django takes: an EmailMessage, or something in its shape."""

    def recipients(self) -> list[str]:
        """Return the addresses that it goes to."""

    def message(self) -> Any:
        """Return what has its bytes."""


class NotWantedError(Exception):
    """Raised where a claimed mail should not be sent after all. Its text says why, and is stored in the row."""


def send_task_on_commit(task: str, *args) -> None:
    """Send the Celery task named `task` once this transaction is committed.

    This only makes it happen sooner: the rows are the queue, and a regular sweep finds those whose task was lost.
    """
    transaction.on_commit(lambda: current_app.send_task(task, args=args), robust=True)


def send_mail_on_commit() -> None:
    """Have the mail that is due sent once this transaction is committed."""
    send_task_on_commit("kit.send_due_mail")


class ClaimableQuerySet(models.QuerySet):
    """A QuerySet of rows that workers claim one by one."""

    def unclaimed(self) -> Self:
        """Return the rows that nobody is working on now."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=timezone.now()))


class Claimable(models.Model):
    """A row that one worker at a time works on. If the worker dies, its claim expires."""

    claimed_until = models.DateTimeField(null=True, blank=True)  # a worker has it until then
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)  # without the address

    class Meta:
        abstract = True


class QueuedQuerySet(ClaimableQuerySet):
    """A QuerySet of mail waiting to be sent."""

    def unsent(self) -> Self:
        """Return the rows that are neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def free(self) -> Self:
        """Return the unsent rows that nobody is sending now."""
        return self.unsent().unclaimed()

    def handed_over(self) -> Self:
        """Return the rows that a mail server has or may have: the sent ones, unless a kind of mail knows of others."""
        return self.filter(sent_at__isnull=False)

    def without_reader(self) -> Self:
        """Return the unsent rows whose reader may no longer be mailed: none, unless a kind of mail says who they are."""
        return self.none()

    def due(self) -> Self:
        """Return the free rows that should be sent now. Each kind of mail defines which those are."""
        raise NotImplementedError(f"{type(self).__name__} does not say what is due.")


class Queued(Claimable):
    """A mail to be sent once. Its message is built from its row when it is sent."""

    reads: tuple[str, ...] = ()  # relations that the message needs, as in `select_related`
    is_sent_by_itself = False  # True for a kind with a sweep of its own, which no other mail waits for

    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)  # given up

    objects: Any  # the manager of each kind, made from its own QueuedQuerySet

    class Meta:
        abstract = True

    def message(self) -> Sendable:
        """Return the mail as it would be sent now. Raise NotWantedError if it should not be sent after all."""
        raise NotImplementedError(f"{type(self).__name__} does not say what its mail says.")

    @property
    def reader_email(self) -> str:
        """Return the address that the mail goes to."""
        holders = (getattr(self, name, None) for name in ("member", "invitation", "subscriber"))
        return getattr(self, "email", "") or next((each.email for each in holders if each), "")

    @property
    def in_words(self) -> str:
        """Return what became of the mail, and what to do."""
        if self.failed_at:
            what = "Not delivered" if self.sent_at else "Not sent"
            return f"{what}. {self.last_error} Check the address, then send it again."
        if self.sent_at:
            return f"Sent {when(self.sent_at)}"
        if self.last_error:
            return f"Not sent yet. {self.last_error} It will be tried again."
        return f"On its way since {when(self.made_at)}"


def claim(due: models.QuerySet, row: Claimable, *, lease: timedelta = LEASE, **facts) -> bool:
    """Claim `row` for the time of the `lease` if it is still among `due`, and return whether this call claimed it.

    `facts` are written to the row with the claim, as in a QuerySet's `update`. The number of attempts is compared in the
    UPDATE itself: where `due` reads other tables too, PostgreSQL checks only the row's own columns again after waiting
    for another worker's claim.
    """
    mine = type(row)._default_manager.filter(
        pk=row.pk, attempts=row.attempts, pk__in=due.filter(pk=row.pk).order_by().values("pk")
    )
    until = timezone.now() + lease
    return bool(mine.update(claimed_until=until, attempts=F("attempts") + 1, **facts))


def kinds_of_mail() -> list[type[Queued]]:
    """Return every kind of queued mail of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, Queued)]


def send_due(*kinds: type[Queued], at_most: int = 200) -> int:
    """Send the mail that is due, of `kinds` or of every kind, over one connection, and return how many the
    server accepted.

    Mail whose reader can no longer be mailed is given up. At most `at_most` of each kind are sent. The kind with the
    fewest goes first. A kind that is sent by itself, the newsletter, is left to its own sweep.
    """
    here = [kind for kind in kinds or kinds_of_mail() if not kind.is_sent_by_itself]
    for kind in here:
        give_up(kind.objects.without_reader().unclaimed(), "Its reader can no longer be mailed.")
    due = [list(kind.objects.due().order_by("pk")[:at_most]) for kind in here]
    batches = sorted(filter(None, due), key=len)
    if not batches:
        return 0
    with get_connection() as connection:
        return sum(_send_batch(rows, connection) for rows in batches)


def _send_batch(rows: list[Queued], connection) -> int:
    return sum(send_one(row, connection=connection) for row in rows)


def send_one(row: Queued, *, connection=None, write: Callable | None = None) -> bool:
    """Send one mail, unless it is sent, given up, being sent or no longer wanted. Return whether the mail
    server accepted it.

    `connection` is an open connection to use, and `write` the function that builds the message, if not `message`.
    """
    kind = type(row)
    if not claim(kind.objects.due(), row):
        return False
    rows = kind.objects.filter(pk=row.pk)
    try:
        message = written(rows.select_related(*kind.reads).get(), write=write)
    except NotWantedError as why:
        return give_up(rows, str(why))
    except Exception:  # one that cannot be built does not stop the others
        logger.exception("%s %s could not be written", kind._meta.label, row.pk)
        return _try_later(rows, "Copsite could not write it.")
    return _hand_over(rows, message, connection or get_connection())


def written(row: Queued, *, write: Callable | None = None) -> Sendable:
    """Return the mail of `row` as it is sent, with its Message-ID. `write` is the function that builds it, if not
    `message`. Raise NotWantedError if nobody wants it any more, or its reader chose to read of it in Copsite only.
    """
    if not SETTINGS.is_wanted(row):
        raise NotWantedError("Its reader chose to read of it in Copsite only.")
    message = (write or type(row).message)(row)
    if isinstance(message, EmailMessage):
        message.extra_headers["Message-ID"] = message_id(row)
    return message


def _hand_over(rows: models.QuerySet, message: Sendable, connection) -> bool:
    """Send `message` for the one claimed row in `rows`, and record the result.

    A permanent refusal (5xx) gives the row up; a temporary one makes it due again later, six times in all.
    Raise OSError or SMTPServerDisconnected if the server cannot be reached: the row is due again when its
    claim expires.
    """
    address = message.recipients()[0]
    try:
        connection.send_messages([message])
    except ValueError:
        return _undeliverable(rows, address, NO_ADDRESS)
    except smtplib.SMTPRecipientsRefused as refusal:
        return _refused(rows, address, next(iter(refusal.recipients.values()))[0])
    except smtplib.SMTPSenderRefused as refusal:  # this is about the sender, not the recipient
        return _try_later(rows, _said(refusal.smtp_code))
    except smtplib.SMTPResponseException as refusal:
        return _refused(rows, address, refusal.smtp_code)
    rows.update(sent_at=timezone.now(), claimed_until=None, last_error="")
    return True


def _refused(rows: models.QuerySet, address: str, code: int) -> bool:
    if code < 500:
        return _try_later(rows, _said(code))
    return _undeliverable(rows, address, f"{REJECTED} ({code}).")


def not_delivered() -> Q:
    """Return the condition that a mail failed for good because its address did not work."""
    return Q(failed_at__isnull=False) & (
        Q(last_error__startswith=NO_ADDRESS)
        | Q(last_error__startswith=REJECTED)
        | Q(last_error__startswith=CAME_BACK)
    )


def queue_again(rows: models.QuerySet) -> int:
    """Have mails that failed for good tried again, as if they were new, and return how many there are.

    Each kind still decides whether it should be sent now: an old reminder is not.
    """
    return rows.filter(not_delivered()).update(
        failed_at=None, sent_at=None, claimed_until=None, attempts=0, last_error=""
    )


def _undeliverable(rows: models.QuerySet, address: str, why: str) -> bool:
    """Give up the one row in `rows`, and note that its `address` does not work, for whoever can correct it."""
    note_refused(address, why)
    return give_up(rows, why)


def note_refused(address: str, why: str) -> None:
    """Note that mail to `address` could not be delivered, because of `why`. The last reason counts."""
    facts = {"why": why, "refused_at": timezone.now()}
    RefusedAddress.objects.update_or_create(email=address.lower()[:254], defaults=facts)


def forget_refused(address: str = "") -> None:
    """Forget that `address` was refused, since it is tried again on purpose; without one, all those of a month ago."""
    old = Q(refused_at__lt=timezone.now() - REFUSED_FOR)
    RefusedAddress.objects.filter(Q(email=address.lower()) if address else old).delete()


def _said(code: int) -> str:
    return f"The mail server asked us to try later ({code})."


def _try_later(rows: models.QuerySet, why: str) -> bool:
    """Make the one row in `rows` due again after a while, or give it up if it was tried often enough."""
    attempts = rows.values_list("attempts", flat=True).first()
    if attempts is None:  # it was deleted meanwhile
        return False
    if attempts >= MOST_ATTEMPTS:
        return give_up(rows, f"Tried {attempts} times. {why}")
    rows.update(claimed_until=timezone.now() + FIRST_RETRY * 2 ** (attempts - 1), last_error=why)
    return False


def give_up(rows: models.QuerySet, why: str) -> bool:
    """Record that these `rows` are never tried again, because of `why`. Return False: nothing was sent."""
    rows.update(failed_at=timezone.now(), claimed_until=None, last_error=why)
    return False
