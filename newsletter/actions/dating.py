"""Look again at the dates of an issue before it goes out, and date a late one anew."""

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.locking import lock_row
from members.models import User
from newsletter.actions import freezing
from newsletter.actions.assembling import Assembly, compare
from newsletter.audit_verbs import NewsletterVerb
from newsletter.diary import no_longer_true
from newsletter.locking import locked
from newsletter.models import Entry, NewsletterIssue


def drop_dates(issue: NewsletterIssue, *, by: User) -> list[Entry]:
    """Leave out the dates of `issue` that are over, or were cancelled or moved, and return them. The caller has locked it."""
    kept = list(issue.entries.kept().filter(kind=Entry.Kind.DIARY).select_related("cleared_text"))
    over = no_longer_true(kept)
    dropped = [entry for entry in kept if entry.pk in over]
    for entry in dropped:
        lock_row(entry)
        entry.left_out_at = timezone.now()
        entry.save(update_fields=["left_out_at"])
        if issue.approved_at is None:
            freezing.take_back_from_checking(entry, by=by)
    if dropped:
        record(NewsletterVerb.DROP_DATES, issue, by=by, note=f"{len(dropped)} dates")
    return dropped


@transaction.atomic
def date_anew(issue: NewsletterIssue, *, by: User) -> Assembly:
    """Give a late issue the dates of the two months from today instead of those after its month, and return what changed.

    Its other entries are brought up to date as well. Repeating on the same day changes nothing. Raise RefusedError for an
    issue that is approved.
    """
    locked(issue)
    today = timezone.localdate()
    if issue.dated_on != today:
        issue.dated_on = today
        issue.save(update_fields=["dated_on"])
        record(NewsletterVerb.DATE_ANEW, issue, by=by)
    drop_dates(issue, by=by)
    return compare(issue.programme, month=issue.month, by=by)
