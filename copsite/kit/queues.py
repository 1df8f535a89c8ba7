"""Rows that are a queue: mail still to go out. Each is claimed by one conditional UPDATE, so no two workers send it."""

import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

LEASE = timedelta(minutes=5)  # how long a worker may take over one before another may try
FIRST_RETRY = timedelta(minutes=5)  # doubled each time
MOST_ATTEMPTS = 6


class QueuedQuerySet(models.QuerySet):
    """Rows waiting to be sent."""

    def unsent(self) -> "QueuedQuerySet":
        """Rows neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def free(self) -> "QueuedQuerySet":
        """Unsent rows that nobody is sending now."""
        return self.unsent().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=timezone.now()))


class Queued(models.Model):
    """A mail to be sent once. What it says is made from its row when it goes."""

    made_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)  # given up
    last_error = models.CharField(max_length=200, blank=True)  # never the address

    class Meta:
        abstract = True


def claim(due: models.QuerySet, row: Queued) -> bool:
    """Take `row` for five minutes, if it is still among `due` at this moment. True where this call took it."""
    return bool(
        due.filter(pk=row.pk).update(claimed_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
    )


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
    rows.update(
        failed_at=timezone.now(),
        claimed_until=None,
        last_error=f"The mail server refused it for good ({code}).",
    )
    return False


def _try_later(rows: models.QuerySet, code: int) -> bool:
    attempts = rows.values_list("attempts", flat=True).get()
    if attempts >= MOST_ATTEMPTS:
        words = f"The mail server refused it {attempts} times ({code})."
        rows.update(failed_at=timezone.now(), claimed_until=None, last_error=words)
    else:
        wait = FIRST_RETRY * 2 ** (attempts - 1)
        words = f"The mail server said: later ({code})."
        rows.update(claimed_until=timezone.now() + wait, last_error=words)
    return False
