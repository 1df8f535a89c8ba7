"""Permanently removing words from texts that were sent for checking: the one way in which such a text changes.

The text is withdrawn and blanked. Its hash, audience, authors and approvals stay as evidence of what was shared and who
approved it. A text without the words is sent for checking in its place. The database allows this change and no other
(cases/clearance/database_rules.py).
"""

from django.db import transaction
from django.utils import timezone

from cases.clearance import actions, asking
from cases.clearance.database_rules import BLANK, NO_REASON
from cases.clearance.models import ClearedText, SendBack
from cases.clearance.models.publication import WithdrawalReason
from cases.locking import lock_row
from kit.privacy.striking import Passage, without
from members.models import User


@transaction.atomic
def strike_text(
    text: ClearedText, *, passage: Passage, by: User, is_replaced: bool = True
) -> ClearedText | None:
    """Withdraw and blank `text`, and return the text that was sent for checking in its place, without the passage.

    Return None if there is nothing to replace: it was not the newest text of its thing, it was withdrawn or sent back
    before, or `is_replaced` is False.
    """
    lock_row(text, case=text.case)
    content, _ = without(passage, text.content)
    is_checked = ClearedText.objects.being_checked().filter(pk=text.pk).exists()
    is_out = ClearedText.objects.published().filter(pk=text.pk).exists()
    if is_out:
        actions.withdraw(text, because=WithdrawalReason.PRIVACY, by=by)
    replacement = None
    if is_replaced and (is_checked or (is_out and not text.newer_in_line().exists())):
        replacement = actions.send_for_checking(
            content, kind=text.kind, audience=text.audience, programme=text.programme, site=text.site,
            case=text.case, authors=list(text.authors.all()), by=by, replaces=text if is_checked else None,
            is_for_every_site=text.is_for_every_site,
        )  # fmt: skip
        asking.carry_over(text, replacement)
    _blank(text, by=by)
    return replacement


def _blank(text: ClearedText, *, by: User) -> None:
    """Take the words of `text` away, and the note with which it was sent back. Repeating changes nothing."""
    fields = {"body": BLANK, "struck_at": timezone.now(), "struck_by": by}
    ClearedText._base_manager.filter(pk=text.pk, struck_at=None).update(**fields)
    SendBack._base_manager.filter(cleared_text=text).exclude(reason=NO_REASON).update(reason=NO_REASON)
    for name, value in fields.items():
        setattr(text, name, value)
