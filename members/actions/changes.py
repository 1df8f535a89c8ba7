"""The actions of what changes in a member's life: another name, another job or role; and what was wrong in their details.

What papers of closed meetings say changes only with a reason, which is kept as a MemberCorrection and shown on them.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.fold import fold
from kit.lines import tidy_line
from kit.locking import lock_row, refuse_another
from kit.words import day
from members.actions.standards import check_discipline
from members.audit_verbs import MemberVerb
from members.models import (
    Discipline,
    Employment,
    Member,
    MemberCorrection,
    PastName,
    PastRole,
    User,
)
from sites_app.models import Organisation

What = MemberCorrection.What
TAKEN_BACK = "It had been recorded by mistake."
FILLED_IN = "It was not known before."


@transaction.atomic
def change_name(member: Member, *, name: str, since: date, reason: str = "", by: User | None) -> Member:
    """Record that `member` has another name from the day `since` on. Papers of the days before keep the earlier one.

    Repeating changes nothing. Raise RefusedError for a day to come, and for one before the last change. A day before a
    closed meeting that they are on record for needs a `reason`.
    """
    lock_row(member)
    name = tidy_line(name)
    if not name:
        raise RefusedError("Enter their new name.")
    if name == member.name:
        return member
    _check_day(member, since, last=member.past_names.last())
    correct(member, What.NAME, since=since, reason=reason, by=by)
    PastName.objects.create(member=member, name=member.name, until=since)
    call_them(member, name)
    member.save(update_fields=["name"])
    record(MemberVerb.CHANGE_NAME, member, by=by)
    return member


def call_them(member: Member, name: str) -> None:
    """Set the name of `member`, without saving them, and that of their account where it had the same name.

    An account keeps a name that its owner chose for themselves (`change_details`).
    """
    account = member.user if name != member.name else None
    if account is not None and fold(account.name) == fold(member.name):
        lock_row(account)
        account.name = name
        account.save(update_fields=["name"])
    member.name = name


@transaction.atomic
def change_job(
    member: Member,
    *,
    organisation: Organisation | None,
    discipline: Discipline | None = None,
    since: date,
    reason: str = "",
    by: User | None,
) -> Member:
    """Record that `member` works at `organisation`, or for nobody, from `since` on, and in the role `discipline` if it
    is given. The job and the role before end on that day.

    Repeating changes nothing. Raise RefusedError for a day to come, one before the last change, and a role of another
    programme. A new role since before a closed meeting that they are on record for needs a `reason`.
    """
    lock_row(member)
    check_discipline(member.site.programme_id, discipline)
    is_new_role = discipline is not None and discipline.pk != member.discipline_id
    is_new_job = _change_organisation(member, organisation, since=since)
    if is_new_role:
        _check_day(member, since, last=member.past_roles.last())
        correct(member, What.ROLE, since=since, reason=reason, by=by)
        PastRole.objects.create(member=member, discipline_id=member.discipline_id, until=since)
        member.discipline = discipline
        member.save(update_fields=["discipline"])
    if is_new_role or is_new_job:
        record(MemberVerb.CHANGE_JOB, member, by=by)
    return member


def _change_organisation(member: Member, organisation: Organisation | None, *, since: date) -> bool:
    """End the present job and begin the next, and return whether anything changed."""
    present = member.employments.filter(until=None).first()
    refuse_another(present)
    if (present and present.organisation) == organisation:
        return False
    if present and since < present.since:
        raise RefusedError(
            f"They joined {present.organisation} on {day(present.since)}. Choose that day or later."
        )
    if present:
        present.until = since
        present.save(update_fields=["until"])
    if organisation:
        Employment.objects.create(member=member, organisation=organisation, since=since)
    return True


def _check_day(member: Member, since: date, *, last: PastName | PastRole | None) -> None:
    if since > timezone.localdate():
        raise RefusedError("That day is in the future. Enter today or an earlier day.")
    if since <= member.joined_on:
        raise RefusedError(
            f"They joined on {day(member.joined_on)}. Choose a later day, or correct their details instead."
        )
    if last and since <= last.until:
        raise RefusedError(f"The last change was on {day(last.until)}. Choose a later day.")


@transaction.atomic
def take_back_name(past: PastName, *, by: User | None) -> Member:
    """Give a member the name `past` back: the change of it was recorded by mistake. Repeating changes nothing.

    Raise RefusedError if it is not their last change of name.
    """
    member = past.member
    lock_row(member)
    if _is_the_last(past, member.past_names.last()):
        correct(member, What.NAME, since=past.until, reason=TAKEN_BACK, by=by)
        call_them(member, past.name)
        member.save(update_fields=["name"])
        past.delete()
        record(MemberVerb.TAKE_BACK_NAME, member, by=by)
    return member


@transaction.atomic
def take_back_role(past: PastRole, *, by: User | None) -> Member:
    """Give a member the role `past` back: the change of it was recorded by mistake. Repeating changes nothing.

    Raise RefusedError if it is not their last change of role.
    """
    member = past.member
    lock_row(member)
    if _is_the_last(past, member.past_roles.last()):
        correct(member, What.ROLE, since=past.until, reason=TAKEN_BACK, by=by)
        member.discipline = past.discipline
        member.save(update_fields=["discipline"])
        past.delete()
        record(MemberVerb.TAKE_BACK_ROLE, member, by=by)
    return member


def _is_the_last(past: PastName | PastRole, last: PastName | PastRole | None) -> bool:
    """Return whether `past` is the `last` change, and False if it was taken back. Raise RefusedError for an earlier one."""
    if last is not None and past.until < last.until:
        raise RefusedError(f"There was a later change on {day(last.until)}. Take that back first.")
    return past == last


def correct_details(
    member: Member, *, name: str, discipline: Discipline | None, joined_on: date, reason: str, by: User | None
) -> None:
    """Set what was wrong in the details of `member`, without saving them, and record each correction of what papers say.

    Raise RefusedError without a `reason` if closed meetings have them on record. Filling in a role that was not known
    needs none.
    """
    name_since = _since(member, member.past_names.last())
    role_since = _since(member, member.past_roles.last())
    joined_since = min(joined_on, member.joined_on)
    if name != member.name:
        correct(member, What.NAME, since=name_since, reason=reason, by=by)
    if (discipline and discipline.pk) != member.discipline_id:
        why = reason or (FILLED_IN if member.discipline_id is None else "")
        correct(member, What.ROLE, since=role_since, reason=why, by=by)
    if joined_on != member.joined_on:
        correct(member, What.JOINED, since=joined_since, reason=reason, by=by)
    call_them(member, name)
    member.discipline, member.joined_on = discipline, joined_on


def _since(member: Member, last: PastName | PastRole | None) -> date:
    """Return the first day of what holds today."""
    return last.until if last else member.joined_on


def correct(
    member: Member, what: MemberCorrection.What, *, since: date, reason: str, by: User | None
) -> None:
    """Record that papers since the day `since` say something else of `member` now, if closed meetings have them on record.

    Raise RefusedError if they do and there is no `reason`.
    """
    if not is_on_record(member, since=since):
        return
    if not reason.strip():
        raise RefusedError(
            f"{member} is on record for meetings that are closed. Give the reason for the change, and save again."
        )
    MemberCorrection.objects.create(member=member, what=what, since=since, reason=reason.strip()[:200], by=by)


def is_on_record(member: Member, *, since: date) -> bool:
    """Return whether a closed meeting on `since` or later has a mark of `member`, so that its papers name them."""
    return member.attendances.filter(
        meeting__closed_at__isnull=False, meeting__starts_at__date__gte=since
    ).exists()
