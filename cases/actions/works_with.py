"""Which roles in the group already work with the person of a case. Roles are recorded, and not who said so."""

from collections.abc import Iterable

from django.db import transaction

from cases.audit_verbs import CaseVerb
from cases.locking import locked
from cases.models import Case
from kit.audit import record
from kit.errors import RefusedError
from members.models import Discipline, Member, User


@transaction.atomic
def say_who_works_with(case: Case, *, roles: Iterable[Discipline], by: User) -> Case:
    """Set exactly `roles` as those in the group that work with the person, and return the case.

    Raise RefusedError if the site has no member with one of the roles. Repeating changes nothing.
    """
    now = locked(case)
    chosen = {role.pk for role in roles}
    before = set(case.worked_with_by.values_list("pk", flat=True))
    if not chosen <= before | set(case.site.members.current().values_list("discipline", flat=True)):
        raise RefusedError("One of these roles is not held by a member. Choose from the roles of members.")
    if chosen != before:
        _refuse_a_case_that_is_not_live(now)
        case.worked_with_by.set(chosen)
        record(CaseVerb.SAY_WHO_WORKS_WITH, case, by=by)
    return case


@transaction.atomic
def say_own_service(case: Case, *, member: Member, works_with: bool, by: User) -> Case:
    """Record for `member` whether their service works with the person, by adding or removing their role.

    Raise RefusedError for a member of another site, and while their role is not known yet. Repeating changes nothing.
    """
    if member.site_id != case.site_id:
        raise RefusedError("Only members of this case’s site can say who works with the person.")
    if member.discipline_id is None:
        raise RefusedError("Your role is not known yet. Ask your facilitator to add it to your details.")
    now = locked(case)
    has_it = case.worked_with_by.filter(pk=member.discipline_id).exists()
    if works_with and not has_it:
        _refuse_a_case_that_is_not_live(now)
        case.worked_with_by.add(member.discipline_id)
        record(CaseVerb.SAY_WHO_WORKS_WITH, case, by=by)
    elif has_it and not works_with:
        case.worked_with_by.remove(member.discipline_id)
        record(CaseVerb.SAY_WHO_WORKS_WITH, case, by=by)
    return case


def _refuse_a_case_that_is_not_live(case: Case) -> None:
    if not case.is_live:
        raise RefusedError(
            "The case says that no members of this group currently work with the person. Ask the facilitator to correct this first."
        )
