"""Send an issue: create one delivery for each reader, once. The deliveries are the queue."""

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.queues import send_mail_on_commit
from members.models import User
from newsletter.actions.subscribing import subscribe_members
from newsletter.audit_verbs import NewsletterVerb
from newsletter.models import Delivery, NewsletterIssue
from newsletter.readers import readers_of


@transaction.atomic
def send(issue: NewsletterIssue, *, by: User) -> NewsletterIssue:
    """Put an approved issue into the archive, and create one delivery for each active subscriber, once.

    Repeating changes nothing, also at the same moment. Each subscriber gets the edition that is theirs; an empty
    edition goes to nobody. If the programme has ended, the archive shows the issue and no mail is sent.
    """
    lock_row(issue)
    if not NewsletterIssue.objects.filter(pk=issue.pk, approved_at__isnull=False).exists():
        raise RefusedError("The programme team must approve the newsletter before it is sent.")
    is_first = NewsletterIssue.objects.filter(pk=issue.pk, sent_at__isnull=True).update(
        sent_at=timezone.now(), sent_by=by
    )
    issue = NewsletterIssue.objects.select_related("programme").get(pk=issue.pk)
    if not is_first:
        return issue
    subscribe_members(issue.programme)
    deliveries = [
        Delivery(issue=issue, subscriber=subscriber, edition=edition)
        for subscriber, edition in readers_of(issue)
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=500)
    record(NewsletterVerb.SEND, issue, by=by, note=f"{len(deliveries)} mails")
    send_mail_on_commit()
    return issue
