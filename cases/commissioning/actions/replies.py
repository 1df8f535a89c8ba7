"""The verbs of replies: reply, edit, move a date, withdraw."""

from datetime import date

from django.db import transaction

from cases.clearance.models import ClearedText
from cases.commissioning.audit_verbs import CommissioningVerb
from cases.commissioning.models import DATED, CommissionerIssue, IssueReply, MovedDate
from cases.locking import lock_row
from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.models import RemovedRow
from kit.removal import set_aside
from kit.words import day
from members.models import User

Kind = IssueReply.Kind
DAY_MISSING = {
    Kind.WILL_CHANGE: "Enter a date that you are confident of.",
    Kind.LOOKING_INTO_IT: "Enter until when you are looking into it. We ask you again after that day.",
    Kind.EXCEPTION: "Enter until when the exception applies.",
}
WHY_MOVED = "Enter why the date has changed. The people who raised the issue read it with both dates."
SAID_ALREADY = (
    "It has been said what became of this promise, so it stays as it is. Write a new reply instead."
)


@transaction.atomic
def reply(
    issue: CommissionerIssue,
    *,
    kind: str,
    words: str,
    by: User,
    due_on: date | None = None,
    whose: str = "",
    for_whom: str = "",
    decided_by: str = "",
) -> IssueReply:
    """Reply to `issue`: will change (by `due_on`), looking into it (until `due_on`), cannot, not ours (but the
    responsibility of `whose`), or an exception (for people in the position `for_whom`, until `due_on`, as `decided_by`
    decided).

    If the same person gave the same reply before, return it.
    """
    lock_row(issue, case=issue.case)
    fields = _fields_of(
        kind, words=words, due_on=due_on, whose=whose, for_whom=for_whom, decided_by=decided_by
    )
    _refuse_reply(issue, **fields)
    same = issue.replies.filter(by=by, **fields).first()
    if same:
        return same
    answer = IssueReply.objects.create(issue=issue, by=by, first_due_on=fields["due_on"], **fields)
    record(CommissioningVerb.REPLY, issue, by=by, note=kind)
    return answer


def _fields_of(
    kind: str, *, words: str, due_on: date | None, whose: str, for_whom: str, decided_by: str
) -> dict:
    """Return the columns of a reply of this kind: what another kind has is left out."""
    is_exception = kind == Kind.EXCEPTION
    return {
        "kind": kind,
        "words": words.strip(),
        "due_on": due_on if kind in DATED else None,
        "whose": whose.strip() if kind == Kind.NOT_OURS else "",
        "for_whom": for_whom.strip() if is_exception else "",
        "decided_by": decided_by.strip() if is_exception else "",
    }


def _refuse_reply(
    issue: CommissionerIssue,
    *,
    kind: str,
    words: str,
    due_on: date | None,
    whose: str,
    for_whom: str,
    decided_by: str,
) -> None:
    """Raise RefusedError for an issue that takes no replies, and for a reply that is not complete."""
    if issue.merged_into_id is not None:
        raise RefusedError(
            "This issue has been combined with another one. Reply there, and every site can read it."
        )
    if not ClearedText.objects.published().filter(issue_wording__issue=issue).exists():
        raise RefusedError("This issue has not been approved for you yet, so there is nothing to reply to.")
    if kind not in Kind.values:
        raise RefusedError("Choose one of the five answers.")
    if not words:
        raise RefusedError("Enter your reply. The people who raised the issue will read it.")
    if kind in DATED and due_on is None:
        raise RefusedError(DAY_MISSING[Kind(kind)])
    if kind == Kind.NOT_OURS and not whose:
        raise RefusedError("Enter whose responsibility it is, so that the site knows who to ask.")
    if kind == Kind.EXCEPTION and not for_whom:
        raise RefusedError("Enter who the exception is for, as a group of people and not by name.")
    if kind == Kind.EXCEPTION and not decided_by:
        raise RefusedError("Enter who decided on the exception, so that others know who to ask.")


@transaction.atomic
def edit_reply(
    reply: IssueReply,
    *,
    kind: str,
    words: str,
    by: User,
    due_on: date | None = None,
    whose: str = "",
    for_whom: str = "",
    decided_by: str = "",
    reason: str = "",
) -> IssueReply:
    """Change a reply. What it said before is kept, and so is the day that was said first. Repeating changes nothing.

    A day that was promised, or that stays one of the same kind, is moved for a `reason` (see `move_date`).
    """
    lock_row(reply, case=reply.issue.case)
    fields = _fields_of(
        kind, words=words, due_on=due_on, whose=whose, for_whom=for_whom, decided_by=decided_by
    )
    _refuse_reply(reply.issue, **fields)
    if kind != reply.kind and (reply.kept_on is not None or reply.outcomes.exists()):
        raise RefusedError(SAID_ALREADY)
    before = f"by {day(reply.due_on)} before" if reply.due_on else ""
    if (was := reply.due_on) is not None and asks_why_moved(reply, kind=kind, due_on=fields["due_on"]):
        _move(reply, was=was, to=fields["due_on"], reason=reason, by=by)
    fields["first_due_on"] = _first_day(reply, kind=kind, due_on=fields["due_on"])
    sections = ["words", "whose", "for_whom", "decided_by"]
    if change(reply, sections=sections, by=by, typed_by=reply.by, **fields):
        record(CommissioningVerb.EDIT_REPLY, reply.issue, by=by, note=before)
    return reply


def asks_why_moved(reply: IssueReply, *, kind: str, due_on: date | None) -> bool:
    """Return whether a reply that becomes one of `kind` for the day `due_on` has to say why its day is moved."""
    is_moved = reply.due_on is not None and due_on is not None and due_on != reply.due_on
    return is_moved and (reply.is_promise or kind == reply.kind)


def _first_day(reply: IssueReply, *, kind: str, due_on: date | None) -> date | None:
    """Return the day that was said first. What was looked into until a day, and is promised now, has a new first day."""
    begins_anew = reply.kind in (Kind.LOOKING_INTO_IT, Kind.EXCEPTION) and kind != reply.kind
    if begins_anew and not reply.moved_dates.exists():
        return due_on
    return reply.first_due_on or reply.due_on or due_on


@transaction.atomic
def move_date(reply: IssueReply, *, due_on: date, reason: str, by: User) -> IssueReply:
    """Move the day of a reply to `due_on`, for a reason. Both days are shown from now on. Repeating changes nothing.

    Raise RefusedError if the reply has no day, or if it was said what became of the promise.
    """
    lock_row(reply, case=reply.issue.case)
    if reply.due_on is None:
        raise RefusedError("This reply has no date that could be moved. Write a new reply instead.")
    if reply.due_on == due_on:
        return reply
    _move(reply, was=reply.due_on, to=due_on, reason=reason, by=by)
    reply.first_due_on = reply.first_due_on or reply.due_on
    note, reply.due_on = f"by {day(reply.due_on)} before", due_on
    reply.save(update_fields=["due_on", "first_due_on"])
    record(CommissioningVerb.MOVE_DATE, reply.issue, by=by, note=note)
    return reply


def _move(reply: IssueReply, *, was: date, to: date, reason: str, by: User) -> None:
    """Note that the day of `reply`, which is locked, is moved."""
    lock_row(reply, case=reply.issue.case)
    if reply.kept_on is not None or reply.outcomes.exists():
        raise RefusedError(SAID_ALREADY)
    if not reason.strip():
        raise RefusedError(WHY_MOVED)
    MovedDate.objects.create(reply=reply, was_due_on=was, due_on=to, reason=reason.strip(), by=by)


@transaction.atomic
def remove_reply(reply: IssueReply, *, by: User) -> RemovedRow:
    """Withdraw a reply, and return what is kept aside of it. It can be undone for ten minutes."""
    lock_row(reply, case=reply.issue.case)
    return set_aside(reply, by=by)
