"""Rows that are a queue: mail to be sent, files to be made. One conditional UPDATE claims a row, so no two workers take it.

A new kind of mail is a model of `Queued` with its own `due()` and `message()`; `send_due()` finds it by itself.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Self

from celery import current_app
from django.apps import apps
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

LEASE = timedelta(minutes=5)  # how long a worker may take over one row before another may try
FIRST_RETRY = timedelta(minutes=5)  # doubled each time
MOST_ATTEMPTS = 6

logger = logging.getLogger(__name__)


class NotWantedError(Exception):
    """A claimed mail is not to be sent after all. Says why, in words for the row."""


def ring(task: str, *args) -> None:
    """Ask a worker to run the Celery task named `task` once this transaction is committed.

    It only makes it sooner: the rows are the queue, and a regular sweep finds those that no message told of.
    """
    transaction.on_commit(lambda: current_app.send_task(task, args=args), robust=True)


def ring_for_mail() -> None:
    """Have the mail that is due sent as soon as this transaction is committed."""
    ring("kit.send_due_mail")


class ClaimableQuerySet(models.QuerySet):
    """Rows that workers take on one by one."""

    def unclaimed(self) -> Self:
        """Rows that nobody is working on now."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=timezone.now()))


class Claimable(models.Model):
    """Something that one worker at a time tries to get done. The claim of a worker that dies runs out."""

    claimed_until = models.DateTimeField(null=True, blank=True)  # a worker is at it until then
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)  # never an address

    class Meta:
        abstract = True


class QueuedQuerySet(ClaimableQuerySet):
    """Mail waiting to be sent."""

    def unsent(self) -> Self:
        """Rows neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def free(self) -> Self:
        """Unsent rows that nobody is sending now."""
        return self.unsent().unclaimed()

    def due(self) -> Self:
        """The free rows that are still wanted at this moment. Each kind of mail says which those are."""
        raise NotImplementedError(f"{type(self).__name__} does not say what is due.")


class Queued(Claimable):
    """A mail to be sent once. What it says is made from its row at the moment of sending."""

    reads: tuple[str, ...] = ()  # relations that the message needs, as in `select_related`

    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)  # given up

    class Meta:
        abstract = True

    def message(self) -> EmailMessage:
        """The mail as it goes out now. Raises NotWantedError where it should not go after all."""
        raise NotImplementedError(f"{type(self).__name__} does not say what its mail says.")

    @classmethod
    def writer(cls) -> Callable[[Self], EmailMessage]:
        """What writes the messages of one sweep: `message`, unless they share work that is done once a sweep."""
        return cls.message


def claim(due: models.QuerySet, row: Claimable, *, lease: timedelta = LEASE, **facts) -> bool:
    """Take `row` for the time of the `lease`, if it is still among `due` at this moment. True where this call took it.

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
    """Every kind of queued mail of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, Queued)]


def send_due(*kinds: type[Queued], at_most: int = 200) -> int:
    """Send the mail that is due, of `kinds` or of every kind, over one connection; return how many the server took.

    At most `at_most` of each kind. The kind with the fewest goes first, so that no other mail waits for a newsletter.
    """
    due = [list(kind.objects.due().order_by("pk")[:at_most]) for kind in kinds or kinds_of_mail()]
    batches = sorted(filter(None, due), key=len)
    if not batches:
        return 0
    with get_connection() as connection:
        return sum(_send_batch(rows, connection) for rows in batches)


def _send_batch(rows: list[Queued], connection) -> int:
    write = type(rows[0]).writer()
    return sum(send_one(row, connection=connection, write=write) for row in rows)


def send_one(row: Queued, *, connection=None, write: Callable | None = None) -> bool:
    """Send one mail, unless it is sent, given up, being sent or no longer wanted. True where the mail server took it.

    `connection` is an open one to be used again, and `write` what makes the message, if not `message`.
    """
    kind = type(row)
    if not claim(kind.objects.due(), row):
        return False
    rows = kind.objects.filter(pk=row.pk)
    try:
        message = (write or kind.message)(rows.select_related(*kind.reads).get())
    except NotWantedError as why:
        return give_up(rows, str(why))
    except Exception:  # one that cannot be written holds no other up
        logger.exception("%s %s could not be written", kind._meta.label, row.pk)
        return _try_later(rows, "Copsite could not write it.")
    return _hand_over(rows, message, connection or get_connection())


def _hand_over(rows: models.QuerySet, message: EmailMessage, connection) -> bool:
    """Send the `message` of the one claimed row in `rows`, and write down how it went.

    A refusal for good (5xx) gives the row up, one for now makes it due again later, six times in all. Raises OSError
    or SMTPServerDisconnected where the server is gone: the row is due again when its claim runs out.
    """
    try:
        connection.send_messages([message])
    except ValueError:
        return give_up(rows, "No mail can be sent to its address.")
    except smtplib.SMTPRecipientsRefused as refusal:
        return _refused(rows, next(iter(refusal.recipients.values()))[0])
    except smtplib.SMTPSenderRefused as refusal:  # about us, not about them
        return _try_later(rows, _said(refusal.smtp_code))
    except smtplib.SMTPResponseException as refusal:
        return _refused(rows, refusal.smtp_code)
    rows.update(sent_at=timezone.now(), claimed_until=None, last_error="")
    return True


def _refused(rows: models.QuerySet, code: int) -> bool:
    if code < 500:
        return _try_later(rows, _said(code))
    return give_up(rows, f"The mail server rejected it permanently ({code}).")


def _said(code: int) -> str:
    return f"The mail server asked us to try later ({code})."


def _try_later(rows: models.QuerySet, why: str) -> bool:
    """Let the one row in `rows` be due again after a while, or give it up where it was tried often enough."""
    attempts = rows.values_list("attempts", flat=True).first()
    if attempts is None:  # deleted meanwhile
        return False
    if attempts >= MOST_ATTEMPTS:
        return give_up(rows, f"Tried {attempts} times. {why}")
    rows.update(claimed_until=timezone.now() + FIRST_RETRY * 2 ** (attempts - 1), last_error=why)
    return False


def give_up(rows: models.QuerySet, why: str) -> bool:
    """Never try these `rows` again, because of `why`. Returns False: nothing was sent."""
    rows.update(failed_at=timezone.now(), claimed_until=None, last_error=why)
    return False
