"""The verbs of what became of a promise: the commissioner says it, and each site that raised the issue says it too."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.commissioning.audit_verbs import CommissioningVerb
from cases.commissioning.models import IssueReply, PromiseOutcome
from cases.locking import lock_row
from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.locking import refuse_another
from kit.words import day
from members.models import User
from sites_app.models import Site

Outcome, Side = PromiseOutcome.Outcome, PromiseOutcome.Side
NO_PROMISE = (
    "You can only record what happened for a reply that promised a change. Write a new reply instead."
)
WHAT_HAPPENED = "Enter what happened. The people who raised the issue read it."


@transaction.atomic
def say_outcome(
    reply: IssueReply, *, outcome: str, on: date, by: User, words: str = "", site: Site | None = None
) -> PromiseOutcome:
    """Record what became of a promise: kept, partly or not kept, on the day `on`, and return it.

    It is what the commissioner says, with `words` unless it was kept; or what `site` says, without words, since those
    would have to be checked. Either can say something else later; what the commissioner wrote before is kept. Repeating
    changes nothing. Raise RefusedError for a reply that promised nothing, for a site that did not raise the issue, and for
    one that answers before the day has come and before the commissioner.
    """
    lock_row(reply, case=reply.issue.case)
    words = words.strip()
    _refuse_outcome(reply, outcome=outcome, on=on, words=words, site=site)
    side = Side.SITE if site else Side.COMMISSIONER
    said = reply.outcomes.filter(side=side, site=site).first()
    refuse_another(said)
    if said is None:
        said = PromiseOutcome.objects.create(
            reply=reply, side=side, site=site, outcome=outcome, on=on, words=words, by=by
        )
    elif not change(said, sections=["words"], by=by, typed_by=said.by, outcome=outcome, on=on, words=words):
        return said
    else:
        said.by, said.at = by, timezone.now()
        said.save(update_fields=["by", "at"])
    _note_whether_kept(reply, site=site, outcome=outcome, on=on)
    _record(reply, outcome=outcome, by=by, side=side)
    return said


def _record(reply: IssueReply, *, outcome: str, by: User, side: str) -> None:
    """Record in the audit log what somebody said became of the promise in `reply`."""
    if outcome == Outcome.KEPT:
        record(CommissioningVerb.KEEP_PROMISE, reply.issue, by=by, note=side)
    elif outcome == Outcome.PARTLY:
        record(CommissioningVerb.KEEP_PARTLY, reply.issue, by=by, note=side)
    else:
        record(CommissioningVerb.BREAK_PROMISE, reply.issue, by=by, note=side)


def _refuse_outcome(reply: IssueReply, *, outcome: str, on: date, words: str, site: Site | None) -> None:
    """Raise RefusedError for what cannot be said of `reply`."""
    if not reply.is_promise:
        raise RefusedError(NO_PROMISE)
    if outcome not in Outcome.values:
        raise RefusedError("Choose whether the promise was kept.")
    raised_on = timezone.localdate(reply.issue.raised_at)
    if on < raised_on:
        raise RefusedError(f"The issue was raised on {day(raised_on)}. Choose that day or later.")
    if site is None:
        if outcome != Outcome.KEPT and not words:
            raise RefusedError(WHAT_HAPPENED)
        return
    if words:
        raise RefusedError("What the site says has no words, because they would have to be checked first.")
    if site.pk not in reply.raised_at:
        raise RefusedError(f"{site} did not raise this issue.")
    is_due = reply.due_on is None or reply.due_on <= timezone.localdate()
    if not is_due and reply.kept_on is None and not reply.outcomes.exists():
        raise RefusedError(
            f"It was promised for {day(reply.due_on)}. You can say what happened from that day on."
        )


def _note_whether_kept(reply: IssueReply, *, site: Site | None, outcome: str | None, on: date | None) -> None:
    """Keep the day beside the locked `reply` too, where lists look, if it is the commissioner who says it."""
    if site is None:
        reply.kept_on = on if outcome == Outcome.KEPT else None
        IssueReply.objects.filter(pk=reply.pk).update(kept_on=reply.kept_on)


@transaction.atomic
def take_back_outcome(reply: IssueReply, *, by: User, site: Site | None = None) -> IssueReply:
    """Take back what the commissioner said became of a promise, or what `site` said. Repeating changes nothing."""
    lock_row(reply, case=reply.issue.case)
    side = Side.SITE if site else Side.COMMISSIONER
    number, _ = reply.outcomes.filter(side=side, site=site).delete()
    if number or (site is None and reply.kept_on is not None):
        _note_whether_kept(reply, site=site, outcome=None, on=None)
        record(CommissioningVerb.UNKEEP_PROMISE, reply.issue, by=by, note=side)
    return reply


@transaction.atomic
def keep_promise(reply: IssueReply, *, on: date, by: User) -> IssueReply:
    """Record that the commissioner made the promised change on the day `on`. Repeating changes nothing."""
    lock_row(reply, case=reply.issue.case)
    if reply.kept_on is None:
        say_outcome(reply, outcome=Outcome.KEPT, on=on, by=by)
    return reply


@transaction.atomic
def reopen_promise(reply: IssueReply, *, by: User) -> IssueReply:
    """Take back what the commissioner said became of the promise. Repeating changes nothing."""
    return take_back_outcome(reply, by=by)
