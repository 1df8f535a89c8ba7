"""Assemble the issue of a month from the programme's records. Assembling again updates only what changed."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.clearance.audiences import is_wider
from kit.audit import record
from kit.dates import month_of, months_after
from kit.errors import RefusedError
from members.models import User
from newsletter.actions import freezing
from newsletter.audit_verbs import NewsletterVerb
from newsletter.models import Entry, NewsletterIssue
from newsletter.pieces import Piece
from newsletter.sources import correction_piece, pieces_of
from newsletter.withdrawn import withdrawn_before
from sites_app.models import Programme


@dataclass
class Assembly:
    """An issue and what assembling it changed: for each kind of change, the entries in words."""

    issue: NewsletterIssue
    is_new: bool = False
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)  # edited or checked, and their source no longer exists

    @property
    def changed_anything(self) -> bool:
        """Return True if assembling changed at least one entry."""
        return bool(self.added or self.changed or self.gone or self.marked)


def assemble(programme: Programme, *, month: date, by: User | None = None) -> NewsletterIssue:
    """Create the issue of `programme` for the month that contains the day `month`, and return it.

    Assembling again updates only what changed: edited words and audiences stay, and an entry that was left out stays
    left out. An entry whose source no longer exists is deleted, unless somebody edited it or it has been sent for
    checking: then it is marked. An approved issue does not change. Raise RefusedError for a month that has not begun.
    """
    return compare(programme, month=month, by=by).issue


@transaction.atomic
def compare(programme: Programme, *, month: date, by: User | None = None) -> Assembly:
    """Assemble the issue as `assemble` does, and return what changed."""
    month = month_of(month)
    if month > timezone.localdate():
        raise RefusedError("That month has not started. Choose this month or an earlier one.")
    last = programme.newsletter_issues.aggregate(last=Max("number"))["last"] or 0
    issue, is_new = NewsletterIssue.objects.get_or_create(
        programme=programme, month=month, defaults={"number": last + 1}
    )
    issue = NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
    assembly = Assembly(issue, is_new)
    if issue.approved_at:
        return assembly
    _update_entries(assembly, by=by)
    if is_new or assembly.changed_anything:
        issue.assembled_at = timezone.now()
        issue.save(update_fields=["assembled_at"])
        record(
            NewsletterVerb.ASSEMBLE,
            issue,
            by=by,
            note=f"{len(assembly.added)} new, {len(assembly.changed)} changed",
        )
    return assembly


def _update_entries(assembly: Assembly, *, by: User | None) -> None:
    """Bring the entries of `assembly.issue` up to date with the records of its month."""
    issue = assembly.issue
    before = {(entry.kind, entry.source): entry for entry in issue.entries.select_related("made_from")}
    for piece in pieces_of(issue):
        entry = before.pop((piece.kind, piece.source), None)
        if entry is None:
            _add(issue, piece, assembly, by=by)
        else:
            _update(entry, piece, assembly, by=by)
    for entry in before.values():
        if entry.kind != Entry.Kind.OWN:
            _delete_or_mark(entry, assembly)


def add_corrections(issue: NewsletterIssue) -> None:
    """Add what was withdrawn from earlier issues since `issue` was assembled. The caller has locked the issue."""
    there = set(issue.entries.filter(kind=Entry.Kind.CORRECTION).values_list("source", flat=True))
    assembly = Assembly(issue)
    for each in withdrawn_before(issue):
        piece = correction_piece(each)
        if piece.source not in there:
            _add(issue, piece, assembly, by=None)
    if assembly.added:
        record(NewsletterVerb.ASSEMBLE, issue, by=None, note=f"{len(assembly.added)} new, 0 changed")


def _in_words(entry: Entry) -> str:
    """Return `entry` as one line: its kind and its headline."""
    return f"{entry.get_kind_display()}: {entry.headline}"


def _add(issue: NewsletterIssue, piece: Piece, assembly: Assembly, *, by: User | None) -> None:
    """Add an entry for `piece` after the others of its kind."""
    last = issue.entries.filter(kind=piece.kind).aggregate(last=Max("position"))["last"]
    first = list(Entry.Kind).index(Entry.Kind(piece.kind)) * 1000
    entry = Entry.objects.create(
        issue=issue, kind=piece.kind, source=piece.source, site=piece.site, headline=piece.headline,
        words=piece.words, link=piece.link, is_promise=piece.is_promise, audience=piece.audience, made_from=piece.made_from,
        position=first if last is None else last + 1,
    )  # fmt: skip
    if issue.sent_for_checking_at:
        freezing.freeze(entry, by=by)
    assembly.added.append(_in_words(entry))


def _update(entry: Entry, piece: Piece, assembly: Assembly, *, by: User | None) -> None:
    """Update `entry` from `piece`: its words unless somebody edited them, and its audience, which is never wider than
    that of the text it repeats.
    """
    wanted = {
        "source_gone_at": None,
        "made_from": piece.made_from,
        "is_promise": piece.is_promise,
        "audience": entry.audience,
    }
    if piece.made_from and is_wider(entry.audience, than=piece.made_from.audience):
        wanted["audience"] = piece.made_from.audience
    if not entry.is_edited:
        wanted |= {"headline": piece.headline, "words": piece.words, "link": piece.link}
    if not any(getattr(entry, name) != value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(entry, name, value)
    entry.save()
    if entry.is_left_out:
        return
    if entry.issue.sent_for_checking_at:
        freezing.freeze(entry, by=by)
    assembly.changed.append(_in_words(entry))


def _delete_or_mark(entry: Entry, assembly: Assembly) -> None:
    """Delete `entry`, whose source no longer exists, or mark it if somebody edited it or it has been checked."""
    if entry.is_left_out or entry.source_gone_at:
        return
    if entry.is_edited or entry.cleared_text_id:
        entry.source_gone_at = timezone.now()
        entry.save(update_fields=["source_gone_at"])
        assembly.marked.append(_in_words(entry))
    else:
        assembly.gone.append(_in_words(entry))
        entry.delete()


def assemble_due() -> list[NewsletterIssue]:
    """Create last month's issue in every running programme that does not have one, and return the new issues.

    Only last month's issue is created, so a programme nobody used for half a year does not get six issues. Programmes
    that have ended, or that had not started by then, are passed over.
    """
    last_month = months_after(month_of(), -1)
    without = (
        Programme.objects.running()
        .filter(started_on__lt=month_of())
        .exclude(newsletter_issues__month=last_month)
        .order_by("pk")
    )
    return [assemble(programme, month=last_month) for programme in without]
