"""Let the archive follow write-ups that were corrected."""

from django.db import models, transaction
from django.db.models import F

from cases.clearance.models import ClearedText, WithdrawalReason
from kit.locking import lock_row
from newsletter.models import Entry, NewsletterIssue


def follow_newer_texts() -> int:
    """Let every entry that is a published write-up itself repeat its present version, and return how many changed.

    Of several for different readers it is the one for most of them, and each reader sees theirs.

    An entry with words of its own about a text that was replaced stays silent: its words may be the corrected ones.
    """
    issues = NewsletterIssue.objects.filter(entries__in=_overtaken()).distinct().order_by("pk")
    return sum(_follow(issue) for issue in issues)


def _overtaken() -> models.QuerySet[Entry]:
    """Return the entries that are a write-up of which a newer version was published."""
    return Entry.objects.filter(
        cleared_text=F("made_from"), made_from__publication__withdrawn_because=WithdrawalReason.NEWER
    )


@transaction.atomic
def _follow(issue: NewsletterIssue) -> int:
    """Let the overtaken entries of `issue` follow, and return how many did."""
    lock_row(issue)
    changed = 0
    for entry in _overtaken().filter(issue=issue).select_related("cleared_text").order_by("pk"):
        lock_row(entry)
        line = entry.cleared_text.in_line() if entry.cleared_text else ClearedText.objects.none()
        published = ClearedText.objects.published().filter(pk__in=line.values("pk"))
        if text := published.widest_first().first():
            entry.made_from = entry.cleared_text = text
            entry.save(update_fields=["made_from", "cleared_text"])
            changed += 1
    return changed
