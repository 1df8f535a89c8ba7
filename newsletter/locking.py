"""The lock that every verb takes before it changes a newsletter."""

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
