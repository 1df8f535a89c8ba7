"""The actions on later looks: say how a case is some months after it was presented, and take that away again."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.locking import locked
from cases.models import Case
from cases.next_steps.audit_verbs import StepVerb
from cases.next_steps.models import LaterLook
from kit.audit import record
from kit.dates import day_months_after
from kit.editing.history import change, keep_revisions
from kit.errors import RefusedError
from kit.locking import refuse_another
from kit.models import RemovedRow
from kit.removal import set_aside
from kit.words import day as in_full
from members.models import User


@transaction.atomic
def look_again(case: Case, *, months: int, outcome: str, words: str = "", by: User) -> LaterLook:
    """Say how `case` is so many `months` after it was presented, or change what was said. Earlier words are kept.

    The same again changes nothing. Raise RefusedError for an unknown outcome, and before that many months have passed.
    """
    words = words.strip()
    if outcome not in LaterLook.Outcome.values:
        raise RefusedError("Choose how it is now.")
    locked(case)
    now = LaterLook.objects.filter(case=case, months=months).first()
    refuse_another(now)
    if now is None:
        _refuse_too_early(case, months)
        now = LaterLook.objects.create(case=case, months=months, outcome=outcome, words=words, said_by=by)
        keep_revisions(now, sections=["words"], by=by)
    elif not change(now, sections=["words"], by=by, typed_by=now.said_by, outcome=outcome, words=words):
        return now
    record(StepVerb.LOOK_AGAIN, case, by=by, note=outcome)
    return now


@transaction.atomic
def remove_look(look: LaterLook, *, by: User) -> RemovedRow:
    """Take away what was said, and return what is kept aside of it. It is due again, and can be undone for ten minutes."""
    locked(look.case)
    return set_aside(look, by=by)


def first_day_of(case: Case, months: int) -> date | None:
    """Return the day from which on it can be said, or None for a case that was not presented."""
    held = case.discussions.filter(
        meeting__cancelled_at__isnull=True, meeting__starts_at__lte=timezone.now()
    ).order_by("meeting__starts_at")
    presented_at = held.values_list("meeting__starts_at", flat=True).first()
    return day_months_after(timezone.localdate(presented_at), months) if presented_at else None


def _refuse_too_early(case: Case, months: int) -> None:
    first = first_day_of(case, months)
    if first is None:
        raise RefusedError("This case has not been presented yet.")
    if timezone.localdate() < first:
        raise RefusedError(f"It is too early. Say this from {in_full(first)}.")
