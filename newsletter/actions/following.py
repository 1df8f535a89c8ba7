"""Let the archive follow write-ups that were corrected."""

from django.db import transaction
from django.db.models import F

from cases.clearance.models import ClearedText, WithdrawalReason
from newsletter.models import Entry


@transaction.atomic
def follow_newer_texts() -> int:
    """Let every entry that is a published write-up itself repeat its newest version, and return how many changed.

    An entry with words of its own about a text that was replaced stays silent: its words may be the corrected ones.
    """
    overtaken = Entry.objects.filter(
        cleared_text=F("made_from"), made_from__publication__withdrawn_because=WithdrawalReason.NEWER
    )
    changed = 0
    for entry in overtaken.select_related("cleared_text"):
        line = entry.cleared_text.in_line() if entry.cleared_text else ClearedText.objects.none()
        published = ClearedText.objects.published().filter(pk__in=line.values("pk"))
        if text := published.order_by("-pk").first():
            entry.made_from = entry.cleared_text = text
            entry.save(update_fields=["made_from", "cleared_text"])
            changed += 1
    return changed
