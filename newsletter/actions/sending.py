"""Send an issue: one delivery a reader, made once; the rows are the queue, and each is claimed before it is sent."""

import smtplib
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from copsite.kit.actions import record
from copsite.kit.errors import RefusedError
from members.models import User
from newsletter.actions.subscribing import subscribe_members
from newsletter.letters import Envelope, build
from newsletter.models import Delivery, Issue
from newsletter.readers import readers_of

LEASE = timedelta(minutes=5)  # how long a worker may take over one letter before another may try
FIRST_RETRY = timedelta(minutes=5)  # doubled each time


@transaction.atomic
def send(issue: Issue, *, by: User) -> Issue:
    """Put an approved issue into the archive and make one delivery for each active subscriber, once.

    A second click, or one at the same moment, makes nothing. Each gets the edition that is theirs; an edition that
    says nothing goes to nobody. Where the programme has ended the archive shows the issue, and no mail goes out.
    """
    if not Issue.objects.filter(pk=issue.pk, approved_at__isnull=False).exists():
        raise RefusedError("The programme team approves the letter before it is sent.")
    is_first = Issue.objects.filter(pk=issue.pk, sent_at__isnull=True).update(
        sent_at=timezone.now(), sent_by=by
    )
    issue = Issue.objects.select_related("programme").get(pk=issue.pk)
    if not is_first:
        return issue
    subscribe_members(issue.programme)
    deliveries = [
        Delivery(issue=issue, subscriber=subscriber, edition=edition)
        for subscriber, edition in readers_of(issue)
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=500)
    record("send", issue, by=by, note=f"{len(deliveries)} letters")
    transaction.on_commit(_hint, robust=True)
    return issue


def _hint() -> None:
    from newsletter.tasks import send_due_deliveries

    send_due_deliveries.delay()


def deliver(delivery: Delivery, *, connection=None, envelopes: dict | None = None) -> bool:
    """Send one letter unless it is sent, given up or being sent; True where this call sent it.

    One conditional UPDATE claims the row for five minutes. A refusal for good (5xx) marks the row as given up, one for
    now (4xx) makes it due again later, six times in all. `connection` is an open one to be used again, `envelopes` the
    letters built so far, by issue and edition. Raises OSError or SMTPServerDisconnected where the server is gone: the
    row is due again in five minutes.
    """
    now = timezone.now()
    claimed = (
        Delivery.objects.filter(pk=delivery.pk)
        .due()
        .update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not claimed:
        return False
    delivery = Delivery.objects.select_related("issue__programme", "subscriber").get(pk=delivery.pk)
    if delivery.subscriber.unsubscribed_at:
        return _give_up(delivery, "They left the list before it was sent.")
    letter = _envelope(delivery, {} if envelopes is None else envelopes).addressed(delivery)
    try:
        (connection or get_connection()).send_messages([letter])
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPSenderRefused as refusal:  # about us, not about them
        return _try_later(delivery, refusal.smtp_code)
    except smtplib.SMTPRecipientsRefused as refusal:
        code = next(iter(refusal.recipients.values()))[0]
        return _refused(delivery, code)
    except smtplib.SMTPResponseException as refusal:
        return _refused(delivery, refusal.smtp_code)
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=timezone.now(), claimed_until=None, last_error="")
    return True


def deliver_due(*, at_most: int = 200) -> int:
    """Send the letters that are due over one connection, and return how many were taken by the mail server.

    Each letter is built once an issue and edition. A server that goes away in the middle ends the round; what is left
    is due at the next one.
    """
    due = list(Delivery.objects.due().order_by("pk")[:at_most])
    if not due:
        return 0
    envelopes: dict = {}
    sent = 0
    with get_connection() as connection:
        for delivery in due:
            sent += deliver(delivery, connection=connection, envelopes=envelopes)
    return sent


def _envelope(delivery: Delivery, envelopes: dict) -> Envelope:
    key = (delivery.issue_id, delivery.edition)
    if key not in envelopes:
        envelopes[key] = build(delivery.issue, edition=delivery.edition)
    return envelopes[key]


def _refused(delivery: Delivery, code: int) -> bool:
    return (
        _give_up(delivery, f"The mail server refused it for good ({code}).")
        if code >= 500
        else _try_later(delivery, code)
    )


def _try_later(delivery: Delivery, code: int) -> bool:
    if delivery.attempts >= Delivery.MOST_ATTEMPTS:
        return _give_up(delivery, f"The mail server refused it {delivery.attempts} times ({code}).")
    wait = FIRST_RETRY * 2 ** (delivery.attempts - 1)
    Delivery.objects.filter(pk=delivery.pk).update(
        claimed_until=timezone.now() + wait, last_error=f"The mail server said: later ({code})."
    )
    return False


def _give_up(delivery: Delivery, why: str) -> bool:
    Delivery.objects.filter(pk=delivery.pk).update(
        failed_at=timezone.now(), claimed_until=None, last_error=why
    )
    return False
