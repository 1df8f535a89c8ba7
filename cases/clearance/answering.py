"""What a presenter answers to one text: that they agree to exactly this text, or that they do not."""

from django.db import transaction

from cases.clearance import actions
from cases.clearance.messages import write_message
from cases.clearance.models import ClearedText, SharingAgreement
from cases.locking import lock_row
from kit.errors import RefusedError
from members.models import Member, User


@transaction.atomic
def answer(
    text: ClearedText, *, member: Member, agrees: bool, sha256: str, by: User, reason: str = ""
) -> SharingAgreement | None:
    """Record whether `member` agrees to `text`, which they read with the hash `sha256`, and return the yes, if it is one.

    `by` is the presenter or whoever showed it to them and enters their answer, of which they are told by mail. Repeating adds
    nothing. `reason` is what should change, for the writers and checkers. A no to a published text withdraws it. Raise RefusedError if the text is neither being checked nor published,
    or if its words are not those that were read.
    """
    lock_row(text, case=text.case)
    if text.case is None or not is_open(text):
        raise RefusedError("This text is no longer waiting. Open the newest one.")
    if sha256 != text.sha256 or text.struck_at is not None:
        raise RefusedError("The text changed while you were reading. Read it again, then answer.")
    if reason.strip():
        write_message(text, words=reason, by=by)
    if agrees:
        return actions.agree(text.case, member=member, audience=text.audience, by=by, text=text)[0]
    actions.withdraw_agreement(text.case, member=member, audience=text.audience, by=by, text=text)
    return None


def is_open(text: ClearedText) -> bool:
    """Return whether a presenter can still answer to `text`: it is being checked, or it is published."""
    texts = ClearedText.objects.filter(pk=text.pk)
    return texts.being_checked().exists() or texts.published().exists()
