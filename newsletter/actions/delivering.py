"""Stop the letters of a sent issue, let them go on, and decide about those that did not arrive, or may not have."""

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.queues import forget_refused, send_task_on_commit
from members.models import User
from newsletter.audit_verbs import NewsletterVerb
from newsletter.models import NewsletterIssue

LEFT = "Nobody knows whether it arrived, and it is not sent again."


@transaction.atomic
def stop(issue: NewsletterIssue, *, by: User) -> NewsletterIssue:
    """Send no more letters of `issue`: those on their way arrive, and all that wait stay. Repeating changes nothing."""
    lock_row(issue)
    _refuse_unsent(issue)
    if issue.stopped_at is None:
        issue.stopped_at, issue.stopped_by = timezone.now(), by
        issue.save(update_fields=["stopped_at", "stopped_by"])
        record(NewsletterVerb.STOP, issue, by=by, note=f"{issue.deliveries.tally()['waiting']} left")
    return issue


@transaction.atomic
def go_on(issue: NewsletterIssue, *, by: User) -> NewsletterIssue:
    """Send the letters that were stopped. Repeating changes nothing."""
    lock_row(issue)
    _refuse_unsent(issue)
    if issue.stopped_at is not None:
        issue.stopped_at = issue.stopped_by = None
        issue.save(update_fields=["stopped_at", "stopped_by"])
        record(NewsletterVerb.GO_ON, issue, by=by)
        send_task_on_commit("newsletter.deliver")
    return issue


@transaction.atomic
def send_uncertain_again(issue: NewsletterIssue, *, by: User) -> int:
    """Send again what may have arrived, and return how many letters there were: some people may get a second copy."""
    lock_row(issue)
    _refuse_unsent(issue)
    return _again(issue, issue.deliveries.uncertain(), by=by)


@transaction.atomic
def leave_uncertain(issue: NewsletterIssue, *, by: User) -> int:
    """Leave what may have arrived, and return how many letters there were: some people may get none."""
    lock_row(issue)
    _refuse_unsent(issue)
    left = issue.deliveries.uncertain().update(
        failed_at=timezone.now(), last_error=LEFT, claim="", claimed_until=None
    )
    if left:
        record(NewsletterVerb.LEAVE, issue, by=by, note=f"{left} mails")
    return left


@transaction.atomic
def try_again(issue: NewsletterIssue, *, by: User) -> int:
    """Try again what no mail server took, for who may still be mailed, and return how many letters there were."""
    lock_row(issue)
    _refuse_unsent(issue)
    failed = list(issue.deliveries.to_try_again().values_list("pk", "subscriber__email"))
    for _, address in failed:
        forget_refused(address)
    return _again(issue, issue.deliveries.filter(pk__in=[pk for pk, _ in failed]), by=by)


def _refuse_unsent(issue: NewsletterIssue) -> None:
    if issue.sent_at is None:
        raise RefusedError("This newsletter has not been sent yet.")


def _again(issue: NewsletterIssue, letters, *, by: User) -> int:
    again = letters.update(
        begun_at=None, failed_at=None, claim="", claimed_until=None, attempts=0, last_error="", made_at=timezone.now()
    )  # fmt: skip
    if again:
        record(NewsletterVerb.SEND_AGAIN, issue, by=by, note=f"{again} mails")
        send_task_on_commit("newsletter.deliver")
    return again
