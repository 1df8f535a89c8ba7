"""Send an issue: create one delivery for each reader, once. The deliveries are the queue."""

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.queues import send_task_on_commit
from members.models import User
from newsletter.actions.dating import drop_dates
from newsletter.actions.subscribing import subscribe_the_programme
from newsletter.audit_verbs import NewsletterVerb
from newsletter.delivery.moments import reached
from newsletter.models import Delivery, Edition, NewsletterIssue
from newsletter.models.subscribers import not_paused, not_suppressed
from newsletter.readers import has_entries, readers_of, strangers_of


@transaction.atomic
def send(issue: NewsletterIssue, *, by: User) -> NewsletterIssue:
    """Put an approved issue into the archive, and create one delivery for each active subscriber, once.

    Repeating changes nothing, also at the same moment. Each subscriber gets the edition that is theirs; an empty
    edition goes to nobody. Dates that are over by now, or were cancelled or moved, are left out. If the programme has ended, the archive shows the issue and no mail is sent.
    """
    lock_row(issue)
    if issue.sent_at:
        return issue
    if issue.approved_at is None:
        raise RefusedError("The programme team must approve the newsletter before it is sent.")
    drop_dates(issue, by=by)
    issue.sent_at, issue.sent_by = timezone.now(), by
    issue.save(update_fields=["sent_at", "sent_by"])
    subscribe_the_programme(issue.programme)
    number = _make_letters(issue)
    reached("made")
    record(NewsletterVerb.SEND, issue, by=by, note=f"{number} mails")
    send_task_on_commit("newsletter.deliver")
    return issue


def _make_letters(issue: NewsletterIssue) -> int:
    """Make one delivery for each reader, and return how many there are. Those for people whom Copsite does not know, who are
    most, are made by the database itself.
    """
    programme = issue.programme
    strangers = strangers_of(programme)
    known = programme.subscribers.exclude(pk__in=strangers.values("pk"))
    readers = readers_of(issue, among=known)
    Delivery.objects.bulk_create(
        [Delivery(issue=issue, subscriber=each.subscriber, edition=each.edition) for each in readers],
        ignore_conflicts=True,
        batch_size=500,
    )
    if programme.is_running and has_entries(issue, Edition.PUBLIC):
        Delivery.objects.make_for(
            strangers.active().filter(not_paused(), not_suppressed()), issue=issue, edition=Edition.PUBLIC
        )
    return issue.deliveries.count()
