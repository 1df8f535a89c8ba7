"""The action that withdraws a case which was offered and not presented yet."""

from django.db import transaction

from cases.locking import locked
from cases.models import Case
from kit.errors import RefusedError
from kit.models import RemovedRow
from kit.removal import set_aside
from members.models import User


@transaction.atomic
def withdraw_case(case: Case, *, by: User) -> RemovedRow:
    """Withdraw a case that was offered, so that nobody reads it any more. It can be undone for ten minutes.

    Raise RefusedError once it was presented, while it is on an agenda, and if somebody asked or raised something about it.
    """
    case = locked(case)
    if case.is_presented:
        raise RefusedError("This case has been presented, so it stays. You can correct it.")
    if case.discussions.filter(meeting__cancelled_at__isnull=True).exists():
        raise RefusedError("This case is on an agenda. Take it off the agenda first.")
    about = ("questions", "issues", "attached_evidence", "cleared_texts")
    if any(getattr(case, name).exists() for name in about):
        raise RefusedError("There is a question, an issue or evidence about this case, so it stays.")
    return set_aside(case, by=by)
