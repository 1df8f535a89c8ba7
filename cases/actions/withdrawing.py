"""The actions on a case which was offered and not presented yet: withdraw it, and change who presents it."""

from collections.abc import Iterable

from django.db import transaction

from cases.actions.cases import take_off_agenda
from cases.audit_verbs import CaseVerb
from cases.locking import locked
from cases.models import Case, Presenter
from kit.audit import record
from kit.errors import RefusedError
from kit.models import RemovedRow
from kit.removal import set_aside
from members.models import Member, User

STAYS = "There is a question, an issue or evidence about this case, so it stays."


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
    if reason := stays_because(case):
        raise RefusedError(reason)
    return set_aside(case, by=by)


def stays_because(case: Case) -> str:
    """Return why a case that was offered cannot be withdrawn, in a sentence: somebody asked or raised something about it.

    "" if it can.
    """
    return STAYS if with_something_about([case]) else ""


def with_something_about(cases: Iterable[Case]) -> set[int]:
    """Return the ids of those of `cases` about which somebody asked or raised something, in one query."""
    about = ("questions", "issues", "attached_evidence", "cleared_texts")
    ids = [case.pk for case in cases]
    first, *others = (
        Case.objects.filter(**{f"{name}__isnull": False}, pk__in=ids).order_by().values_list("pk")
        for name in about
    )
    return {pk for (pk,) in first.union(*others)} if ids else set()


@transaction.atomic
def withdraw_offered(case: Case, *, by: User) -> RemovedRow:
    """Take a case off the agendas of coming meetings, and withdraw it. Undoing that puts it on no agenda again.

    Raise RefusedError if it stays, as `withdraw_case` does.
    """
    case = locked(case)
    for discussion in case.discussions.filter(meeting__cancelled_at__isnull=True).select_related("meeting"):
        take_off_agenda(discussion, by=by)
    return withdraw_case(case, by=by)


@transaction.atomic
def hand_case_over(case: Case, *, from_member: Member, to: Member | None, by: User | None) -> Case:
    """Take `from_member` off a case that was not presented yet, have `to` present it, if given, and return the case.

    A case can be left without a presenter, until somebody is named. Repeating changes nothing. Raise RefusedError once it
    was presented, and for somebody of another site, who has left or who stepped out of it.
    """
    case = locked(case)
    if case.is_presented:
        raise RefusedError("This case has been presented, so those who presented it stay.")
    if to is not None:
        _refuse_presenter(case, to)
    gone, _ = case.presenter_rows.filter(member=from_member).delete()
    made = to is not None and Presenter.objects.get_or_create(case=case, member=to)[1]
    if gone or made:
        case.version += 1
        case.save(update_fields=["version"])
        record(CaseVerb.CHANGE_PRESENTER, case, by=by)
    return case


def _refuse_presenter(case: Case, member: Member) -> None:
    if member.site_id != case.site_id or not Member.objects.current().filter(pk=member.pk).exists():
        raise RefusedError(f"{member.name} is not a member of this site now. Choose somebody else.")
    if case.stepped_out.filter(member=member).exists():
        raise RefusedError("They cannot present this case. Choose somebody else.")
