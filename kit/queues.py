"""Rows that are a queue: mail to go out, files to be made. One conditional UPDATE claims each, so no two workers take it."""

import smtplib
from collections.abc import Callable, Iterable
from datetime import timedelta

from celery import current_app
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

LEASE = timedelta(minutes=5)  # how long a worker may take over one before another may try
FIRST_RETRY = timedelta(minutes=5)  # doubled each time
MOST_ATTEMPTS = 6


def ring(task: str, *args) -> None:
    """Ask a worker to run the Celery task named `task` once this transaction is committed.

    It only makes it sooner: the rows are the queue, and the regular look at them finds what nobody was told of.
    """
    transaction.on_commit(lambda: current_app.send_task(task, args=args), robust=True)


class ClaimableQuerySet(models.QuerySet):
    """Rows that a worker takes on one by one."""

    def unclaimed(self) -> "ClaimableQuerySet":
        """Rows that nobody is working on now."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=timezone.now()))


class Claimable(models.Model):
    """Something that one worker at a time tries to get done. A try that dies leaves its claim, which runs out."""

    claimed_until = models.DateTimeField(null=True, blank=True)  # a worker is at it until then
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)  # never an address

    class Meta:
        abstract = True


class QueuedQuerySet(ClaimableQuerySet):
    """Rows waiting to be sent."""

    def unsent(self) -> "QueuedQuerySet":
        """Rows neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def free(self) -> "QueuedQuerySet":
        """Unsent rows that nobody is sending now."""
        return self.unsent().unclaimed()


class Queued(Claimable):
    """A mail to be sent once. What it says is made from its row when it goes."""

    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)  # given up

    class Meta:
        abstract = True


def claim(due: models.QuerySet, row: Claimable, *, lease: timedelta = LEASE, **facts) -> bool:
    """Take `row` for the time of the `lease`, if it is still among `due` at this moment. True where this call took it.

    `facts` are written to the row with the claim, as in a QuerySet's `update`.
    """
    until = timezone.now() + lease
    return bool(due.filter(pk=row.pk).update(claimed_until=until, attempts=F("attempts") + 1, **facts))


def send_each(rows: Iterable[Queued], send: Callable[..., bool]) -> int:
    """Send `rows` over one connection, each by `send(row, connection=...)`; returns how many the mail server took."""
    rows = list(rows)
    if not rows:
        return 0
    with get_connection() as connection:
        return sum(send(row, connection=connection) for row in rows)


def send_claimed(row: Queued, message: EmailMessage, *, connection=None) -> bool:
    """Send the `message` of a claimed `row`, and write down how it went; True where the mail server took it.

    A refusal for good (5xx) gives the row up, one for now makes it due again later, six times in all. Raises OSError
    or SMTPServerDisconnected where the server is gone: the row is due again when its claim runs out.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    try:
        (connection or get_connection()).send_messages([message])
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPRecipientsRefused as refusal:
        return _refused(rows, next(iter(refusal.recipients.values()))[0])
    except smtplib.SMTPSenderRefused as refusal:  # about us, not about them
        return _try_later(rows, refusal.smtp_code)
    except smtplib.SMTPResponseException as refusal:
        return _refused(rows, refusal.smtp_code)
    rows.update(sent_at=timezone.now(), claimed_until=None, last_error="")
    return True


def _refused(rows: models.QuerySet, code: int) -> bool:
    if code < 500:
        return _try_later(rows, code)
    return give_up(rows, f"The mail server refused it for good ({code}).")


def _try_later(rows: models.QuerySet, code: int) -> bool:
    attempts = rows.values_list("attempts", flat=True).get()
    if attempts >= MOST_ATTEMPTS:
        return give_up(rows, f"The mail server refused it {attempts} times ({code}).")
    wait = FIRST_RETRY * 2 ** (attempts - 1)
    rows.update(claimed_until=timezone.now() + wait, last_error=f"The mail server said: later ({code}).")
    return False


def give_up(rows: models.QuerySet, why: str) -> bool:
    """Never try these `rows` again, because of `why`. Returns False: nothing was sent."""
    rows.update(failed_at=timezone.now(), claimed_until=None, last_error=why)
    return False
