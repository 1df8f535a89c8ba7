"""Tell of withdrawn texts: those who had them by mail, and the readers of the next issue."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.clearance.models import WithdrawalReason
from kit.locking import lock_row
from kit.queues import send_mail_on_commit
from newsletter.actions.assembling import add_corrections
from newsletter.issue_mail import BUILT_FOR
from newsletter.models import Delivery, NewsletterIssue, WithdrawnMail
from newsletter.withdrawn import Withdrawn, sent_with, withdrawn_texts

LOOKED_BACK = timedelta(days=30)  # a beat that was down for longer tells nobody by mail


def tell_of_withdrawn() -> int:
    """Make one mail for everybody who was sent a text that was withdrawn since, and return how many were new.

    Nobody is asked to delete what is only out of date. The next issue that is not approved yet says that it was
    withdrawn. Repeating makes nothing twice, also at the same moment or after a worker died.
    """
    for issue in NewsletterIssue.objects.in_the_making().filter(approved_at=None).order_by("pk"):
        _correct(issue)
    lately = withdrawn_texts().filter(withdrawn_at__gte=timezone.now() - LOOKED_BACK)
    grave = lately.exclude(withdrawn_because=WithdrawalReason.OUT_OF_DATE)
    return sum(
        _mail_readers(Withdrawn(each, entry)) for each in grave.order_by("pk") for entry in sent_with(each)
    )


@transaction.atomic
def _correct(issue: NewsletterIssue) -> None:
    lock_row(issue)
    if issue.approved_at is None:
        add_corrections(issue)


@transaction.atomic
def _mail_readers(withdrawn: Withdrawn) -> int:
    """Make the mails for those who were sent the text in one issue, or may have been, and return how many were new."""
    withdrawn_at = withdrawn.publication.withdrawn_at
    assert withdrawn_at is not None
    until = withdrawn_at + BUILT_FOR
    had = (
        Delivery.objects.handed_over()
        .filter(Q(sent_at__lte=until) | Q(sent_at=None, begun_at__lte=until))
        .filter(Q(failed_at=None) | Q(sent_at=None), issue=withdrawn.issue, edition__in=withdrawn.editions)
        .exclude(withdrawn_mails__cleared_text=withdrawn.text)
    )
    mails = [
        WithdrawnMail(delivery=each, cleared_text=withdrawn.text) for each in had.order_by("pk").distinct()
    ]
    WithdrawnMail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=500)
    if mails:
        send_mail_on_commit()
    return len(mails)
