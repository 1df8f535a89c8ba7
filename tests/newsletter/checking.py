"""Checking an issue as its readers do: each ticks every entry, and those that they wrote are passed over."""

from cases.clearance.models import ClearedText
from cases.clearance.models.texts import ClearedTextQuerySet
from newsletter import actions
from newsletter.models import NewsletterIssue
from tests.cases.checking import presenters_agree


def everything(issue: NewsletterIssue) -> set[int]:
    """The ids of the kept entries, as if each was ticked."""
    return set(issue.entries.kept().values_list("pk", flat=True))


def texts_of(issue: NewsletterIssue) -> ClearedTextQuerySet:
    """The texts of the kept entries that are not out yet."""
    return ClearedText.objects.being_checked().filter(newsletter_entries__in=issue.entries.kept())


def check(issue: NewsletterIssue, *, by) -> int:
    """Tick and approve every entry that `by` may approve, after the presenters of its case agreed to it."""
    presenters_agree(texts_of(issue))
    return actions.approve_entries(issue, by=by, checked=everything(issue))


def send_and_check(issue: NewsletterIssue, *, by, **kwargs) -> None:
    """Send the issue for checking, and then check it."""
    actions.send_newsletter_for_checking(issue, by=by, **kwargs)
    check(issue, by=by)


def check_and_approve(issue: NewsletterIssue, *, by, **kwargs) -> NewsletterIssue:
    """Tick every entry, and approve the issue."""
    return actions.approve(issue, by=by, checked=everything(issue), **kwargs)
