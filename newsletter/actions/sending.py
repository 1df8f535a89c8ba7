"""Send an issue: one delivery a reader, made once; the rows are the queue, and each is claimed before it is sent."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.queues import claim, give_up, ring, send_claimed, send_each
from members.models import User
from newsletter.actions.subscribing import subscribe_members
from newsletter.audit_verbs import NewsletterVerb
from newsletter.letters import Envelope, build
from newsletter.models import Delivery, Issue
from newsletter.readers import readers_of


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
    record(NewsletterVerb.SEND, issue, by=by, note=f"{len(deliveries)} letters")
    ring("newsletter.send_due_deliveries")
    return issue


def deliver(delivery: Delivery, *, connection=None, envelopes: dict | None = None) -> bool:
    """Send one letter unless it is sent, given up or being sent; True where this call sent it.

    `connection` is an open one to be used again, `envelopes` the letters built so far, by issue and edition. How often
    it is tried, and what is raised where the mail server is gone: kit.queues.
    """
    if not claim(Delivery.objects.due(), delivery):
        return False
    delivery = Delivery.objects.select_related("issue__programme", "subscriber").get(pk=delivery.pk)
    if delivery.subscriber.unsubscribed_at:
        return give_up(Delivery.objects.filter(pk=delivery.pk), "They left the list before it was sent.")
    letter = _envelope(delivery, {} if envelopes is None else envelopes).addressed(delivery)
    return send_claimed(delivery, letter, connection=connection)


def deliver_due(*, at_most: int = 200) -> int:
    """Send the letters that are due over one connection, and return how many were taken by the mail server.

    Each letter is built once an issue and edition. A server that goes away in the middle ends the round; what is left
    is due at the next one.
    """
    due = Delivery.objects.due().order_by("pk")[:at_most]
    return send_each(due, partial(deliver, envelopes={}))


def _envelope(delivery: Delivery, envelopes: dict) -> Envelope:
    key = (delivery.issue_id, delivery.edition)
    if key not in envelopes:
        envelopes[key] = build(delivery.issue, edition=delivery.edition)
    return envelopes[key]
