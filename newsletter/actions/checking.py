"""Check an issue entry by entry: a broker sends it for checking, others approve entries, and the programme team
approves the issue, which publishes the text of every entry it keeps.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.checkers import Checkers, ask_to_check_all
from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.words import counted
from members.models import User
from newsletter.actions import freezing
from newsletter.actions.dating import drop_dates
from newsletter.audit_verbs import NewsletterVerb
from newsletter.locking import locked
from newsletter.models import Entry, NewsletterIssue
from newsletter.readiness import Reading, readings_of


@transaction.atomic
def send_newsletter_for_checking(
    issue: NewsletterIssue,
    *,
    by: User,
    seen: dict[int, str] | None = None,
    checkers: Checkers | None = None,
) -> NewsletterIssue:
    """Freeze every kept entry as a text to check.

    What Copsite put together without a word that somebody typed is approved for `by`, who read the whole.

    `seen` maps each entry's id to the `Entry.fingerprint` that was on the page; without it, the present entries are
    taken. `checkers` are asked by name to check the entries, and for each site that has to check some, somebody there.
    Sending again freezes what changed since. Raise RefusedError if the issue has no entries, or changed in the
    meantime.
    """
    locked(issue)
    entries = _kept(issue)
    if not any(entry.kind != Entry.Kind.HEAD for entry in entries):
        raise RefusedError(
            "This newsletter has no entries yet. Refresh it from the month’s records, or wait for the sites to write."
        )
    if seen is not None and seen != {entry.pk: entry.fingerprint for entry in entries}:
        raise RefusedError(
            "The newsletter changed while you were reading. Check it again, then send it for checking."
        )
    texts = [freezing.freeze(entry, by=by) for entry in entries]
    if issue.sent_for_checking_at is None:
        issue.sent_for_checking_at, issue.sent_for_checking_by = timezone.now(), by
        issue.save(update_fields=["sent_for_checking_at", "sent_for_checking_by"])
        record(NewsletterVerb.SEND_NEWSLETTER_FOR_CHECKING, issue, by=by)
    approve_entries(issue, by=by)
    if checkers:
        ask_to_check_all(texts, checkers=checkers, by=by)
    return issue


@transaction.atomic
def approve_entries(
    issue: NewsletterIssue,
    *,
    by: User,
    seen: dict[int, str] | None = None,
    checked: Collection[int] = (),
    with_public: bool = False,
) -> int:
    """Approve the entries that `by` checked, and return how many were approved.

    `checked` are the ids of the entries that they looked at one by one. What Copsite put together from meetings, with no
    word that somebody typed, needs no look of its own and is approved too; so is everything that is public already if
    `with_public`: they read it as one list.

    `seen` maps each entry's id to the SHA-256 of the text that was on the page; without it, the present texts are
    taken. Entries that `by` wrote, or approved before, are passed over. Raise RefusedError if a text is not the one
    that was seen.
    """
    locked(issue)
    approved = 0
    for reading in readings_of(issue):
        text = reading.text
        if text is None:
            continue
        if seen is not None and seen.get(reading.entry.pk) != text.sha256:
            raise RefusedError(
                "The newsletter changed while you were reading. Check it again, then approve it."
            )
        is_checked = (
            reading.entry.pk in checked or reading.is_put_together or (with_public and text.is_public_already)
        )
        if is_checked and reading.can_be_approved_by(by):
            clearance_actions.approve(text, sha256=text.sha256, by=by)
            approved += 1
    return approved


@transaction.atomic
def approve(
    issue: NewsletterIssue, *, by: User, seen: dict[int, str] | None = None, checked: Collection[int] = ()
) -> NewsletterIssue:
    """Approve what `by` checked, publish every kept entry, and approve the issue. Repeating changes nothing.

    Dates that are over, or were cancelled or moved, are left out. `seen` and `checked` are the same as for `approve_entries`. Raise RefusedError, and change nothing, if an entry lacks an approval
    or an agreement. Such an entry can be limited to members, or left out.
    """
    lock_row(issue)
    if issue.approved_at:
        return issue
    if not issue.sent_for_checking_at:
        raise RefusedError(
            "A knowledge broker must send the newsletter for checking first. Ask them when it is ready."
        )
    drop_dates(issue, by=by)
    approve_entries(issue, by=by, seen=seen, checked=checked)
    lacking = [reading for reading in readings_of(issue) if reading.lacking()]
    if lacking:
        raise RefusedError(_not_approved(lacking))
    for reading in readings_of(issue):
        if reading.text is not None and not reading.is_out:
            clearance_actions.publish(reading.text, by=by)
    issue.approved_at, issue.approved_by = timezone.now(), by
    issue.save(update_fields=["approved_at", "approved_by"])
    record(NewsletterVerb.APPROVE, issue, by=by)
    return issue


def _not_approved(lacking: list[Reading]) -> str:
    """Return what the first entry lacks, how many others lack something, and what can be done, as sentences."""
    first = lacking[0]
    others = f" {counted(len(lacking) - 1, 'more is', 'more are')} like it." if len(lacking) > 1 else ""
    ways = "Tick that you have checked it, ask somebody to check it, limit it to members, or remove it."
    if first.waits_for_presenters_alone:
        ways = " ".join(each.what_to_do for each in first.awaited) + " Or remove it from this newsletter."
    return f"Not approved yet: “{first.entry.headline}”. {' '.join(first.lacking())}{others} {ways}"


def _kept(issue: NewsletterIssue) -> list[Entry]:
    """Return the kept entries of `issue`, with what freezing them reads."""
    return list(
        issue.entries.kept().select_related("issue__programme", "site", "made_from__case", "cleared_text")
    )
