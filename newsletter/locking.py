"""The lock that every verb takes before it changes a newsletter.

The order is always the same, so that no two verbs wait for each other: an issue, its entries, a case, a text.
"""

from collections.abc import Iterable

from kit.errors import RefusedError
from kit.locking import lock_row
from newsletter.models import NewsletterIssue


def locked(issue: NewsletterIssue) -> NewsletterIssue:
    """Lock `issue` until the end of the transaction, read its columns anew, and return it.

    Whoever locks an entry locks its issue before, so that no two verbs wait for each other. Raise RefusedError if the
    programme team has approved the issue: from then on it is what readers will get.
    """
    lock_row(issue)
    if issue.approved_at:
        raise RefusedError(
            "This newsletter is approved, so you cannot change it. Change the next one instead."
        )
    return issue


def lock_newsletters(programmes: Iterable[int]) -> None:
    """Lock every newsletter of the programmes with these keys, sent or not, before the cases that they may tell of."""
    issues = NewsletterIssue.objects.select_for_update(no_key=True).filter(programme__in=list(programmes))
    list(issues.order_by("pk").values_list("pk"))
