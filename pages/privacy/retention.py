"""What is deleted after a while, by the periods of each programme.

Nothing here runs by itself yet: `manage.py retention` does it, and says with --dry-run what it would delete.
"""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.models import Case, Discussion
from cases.next_steps.models import NextStep
from kit.dates import months_after, start_of_day
from kit.models import Draft, RemovedRow, Revision
from kit.privacy.register import Path, about, belongs_to, keys_to, paths_to, subjects_of
from kit.queues import kinds_of_mail
from kit.removal import forget
from meetings.models import Meeting
from members.models import AddressChange, MemberUpload
from pages.privacy.register import WordsOf
from sites_app.models import Programme


@transaction.atomic
def tidy(programme: Programme, *, dry_run: bool) -> dict[str, int]:
    """Delete what `programme` has kept for long enough, and return how many rows there were of each kind.

    With `dry_run` nothing is deleted. Repeating finds nothing.
    """
    return {
        "work notes": _work_notes(programme, dry_run),
        "drafts": _drafts(programme, dry_run),
        "removed rows": _removed(programme, dry_run),
        "uploaded lists": _uploads(programme, dry_run),
        "rows of mail": sum(_mail(each, programme, dry_run) for each in kinds_of_mail()),
    }


def _ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def closed_cases(programme: Programme) -> models.QuerySet[Case]:
    """Return the cases whose work notes are not needed any more.

    Such a case was last at a meeting before the months of the programme, and no next step of it awaits feedback.
    """
    before = start_of_day(months_after(timezone.localdate(), -programme.keep_notes_months))
    recent = Discussion.objects.filter(case=OuterRef("pk"), meeting__starts_at__gte=before)
    waiting = NextStep.objects.awaiting_feedback().filter(discussion__case=OuterRef("pk"))
    return Case.objects.presented().filter(~Exists(recent), ~Exists(waiting), site__programme=programme)


def _work_notes(programme: Programme, dry_run: bool) -> int:
    """Delete the notes of closed cases, and the earlier versions of everything about them. Their texts stay."""
    cases = list(closed_cases(programme))
    notes = Discussion.objects.filter(case__in=cases).exclude(notes="")
    of_cases = {case.pk for case in cases}
    subjects = subjects_of(
        (model, model._base_manager.filter(condition))
        for model in WordsOf.owned()
        if (condition := belongs_to(model, [(Case, of_cases)])) is not None
    )
    versions = [version.pk for version in about(Revision, subjects)]
    number = notes.count() + len(versions)
    if not dry_run:
        notes.update(notes="")
        Revision.objects.filter(pk__in=versions).delete()
    return number


def _drafts(programme: Programme, dry_run: bool) -> int:
    """Delete drafts that nobody touched for the days of the programme."""
    owned = WordsOf.programme(programme)
    old = Draft.objects.filter(updated_at__lt=_ago(programme.keep_drafts_days))
    pks = [draft.pk for draft in old if draft.subject in owned.subjects]
    if not dry_run:
        Draft.objects.filter(pk__in=pks).delete()
    return len(pks)


def _removed(programme: Programme, dry_run: bool) -> int:
    """Delete for good what was removed before the days for which the programme keeps drafts."""
    owned = WordsOf.programme(programme)
    old = RemovedRow.objects.filter(removed_at__lt=_ago(programme.keep_drafts_days))
    found = [removed for removed in old if removed.subject in owned.subjects]
    return len(found) if dry_run else forget(found)


def _uploads(programme: Programme, dry_run: bool) -> int:
    """Delete lists of members that nobody confirmed, and empty those that were imported."""
    old = MemberUpload.objects.filter(
        site__programme=programme, uploaded_at__lt=_ago(programme.keep_uploads_days)
    ).exclude(rows=[])
    number = old.count()
    if not dry_run:
        old.filter(imported_at=None).delete()
        old.exclude(imported_at=None).update(rows=[], sheets=[])
    return number


def _of_meeting(path: Path) -> str:
    return path.lookup.removesuffix("__pk")


def _mail(model, programme: Programme, dry_run: bool) -> int:
    """Delete the rows of mail of one kind that went long ago, and whose meeting, if they have one, is as long ago.

    The row is what keeps a mail from being sent twice, so it stays as long as there is an occasion. Mail about accounts
    belongs to no programme, and goes by the shortest period. A changed address that was confirmed stays with the account:
    who unsubscribed under the old one is not mailed under the new one.
    """
    before = _ago(programme.keep_mail_days)
    ways = paths_to(model, Programme)
    old = model._base_manager.filter(Q(sent_at__lt=before) | Q(failed_at__lt=before))
    old = old.filter(confirmed_at=None) if model is AddressChange else old
    old = old.filter(**{ways[0].lookup: programme.pk}) if ways else old
    for path in paths_to(model, Meeting)[:1]:
        old = old.filter(**{f"{_of_meeting(path)}__starts_at__lt": before})
    for key in keys_to(model):  # letters about several meetings
        for path in paths_to(key.model, Meeting)[:1]:
            ahead = key.model._base_manager.filter(**{f"{_of_meeting(path)}__starts_at__gte": before})
            old = old.exclude(pk__in=ahead.values(key.name))
    number = old.count()
    if not dry_run:
        old.delete()
    return number
