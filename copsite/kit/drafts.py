"""Typing that is never lost: sections with versions and one writer at a time, drafts of fields, and who is here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from copsite.kit.actions import keep_revisions
from copsite.kit.models import ASIDE, Draft, Presence, Revision, SavedKey, SectionHold, subject_of

LEASE = timedelta(seconds=30)  # somebody who stops typing for so long leaves the section to others
SEEN_WITHIN = timedelta(seconds=30)


@dataclass(frozen=True)
class Saved:
    """What became of a text. `text` and `version` are those of the section now, whoever wrote it."""

    state: str  # "saved"; "stale": somebody else saved in between; "held": somebody else writes here now
    version: int
    text: str
    holder: str = ""

    @property
    def is_kept_aside(self) -> bool:
        """The text did not become the section's: it is kept beside it, for the person to put the two together."""
        return self.state != "saved"


def section_version(row: models.Model, section: str) -> int:
    """The newest version of `section`; 0 before anything was kept."""
    last = Revision.objects.of(row, section).order_by("-version").first()
    return last.version if last else 0


def version_now(row: models.Model, section: str) -> int:
    """The version of `section` as it stands: that which the next save keeps first, where it never was kept."""
    return versions_now([row], [section])[row, section]


def versions_now(
    rows: Iterable[models.Model], sections: Iterable[str]
) -> dict[tuple[models.Model, str], int]:
    """The version, as `version_now` has it, of each of these sections of each of these rows, by row and section."""
    rows, sections = list(rows), list(sections)
    same = Revision.objects.filter(subject=models.OuterRef("subject"), section=models.OuterRef("section"))
    newest = Revision.objects.filter(
        subject__in=[subject_of(row) for row in rows],
        section__in=sections,
        version=models.Subquery(same.order_by("-version").values("version")[:1]),
    )
    last = {(revision.subject, revision.section): revision for revision in newest}
    return {
        (row, section): _version_after(last.get((subject_of(row), section)), getattr(row, section))
        for row in rows
        for section in sections
    }


def _version_after(last: Revision | None, text: str) -> int:
    if last is None:
        return 1 if text else 0
    return last.version if last.text == text else last.version + 1


def begin_versions(row: models.Model, sections: list[str]) -> dict[str, int]:
    """The version of each section as it stands, kept first where it never was."""
    keep_revisions(row, sections=sections, by=None)
    return {section: section_version(row, section) for section in sections}


@transaction.atomic
def save_section(
    row: models.Model,
    section: str,
    *,
    text: str,
    base_version: int,
    key: str,
    by,
    write: Callable[[models.Model, str], object],
    follows: Iterable[str] = (),
) -> Saved:
    """Make `text` the text of `section`, by `write(row, text)`, if it was written from the section's present version.

    A text written from an older version (or while somebody else holds the section) is kept aside as a revision, and
    the answer carries the section's own text: nothing is overwritten, and nothing lost. The same `key` again does
    nothing and answers the same. `follows` are the keys of this person's earlier saves that they had no answer to:
    where one of them made the present version, this text is no older than it.
    """
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    done = SavedKey.objects.filter(user=by, key=key).first()
    version = begin_versions(row, [section])[section]
    now = getattr(row, section)
    if done is not None:
        return Saved("stale" if done.is_aside and now != text else "saved", version, now)
    if text == now:
        _remember(row, section, key, version, by=by)
        return Saved("saved", version, now)
    holder = holder_of(row, section)
    state = "saved"
    if holder is not None and holder != by:
        state = "held"
    elif base_version != version and not _made_by(row, section, version, follows, by=by):
        state = "stale"
    if state != "saved":
        _set_aside(row, section, text, by=by)
        _remember(row, section, key, version, by=by, is_aside=True)
        return Saved(state, version, now, str(holder or ""))
    write(row, text)
    keep_revisions(row, sections=[section], by=by)
    version = section_version(row, section)
    _remember(row, section, key, version, by=by)
    discard_drafts(row, [section], by=by)
    take_over(row, section, by=by)
    return Saved("saved", version, text)


def _made_by(row, section: str, version: int, keys: Iterable[str], *, by) -> bool:
    mine = SavedKey.objects.filter(user=by, subject=subject_of(row), section=section, is_aside=False)
    return mine.filter(version=version, key__in=list(keys)).exists()


def _remember(row, section: str, key: str, version: int, *, by, is_aside: bool = False) -> None:
    SavedKey.objects.create(
        user=by, key=key, subject=subject_of(row), section=section, version=version, is_aside=is_aside
    )


def _set_aside(row, section: str, text: str, *, by) -> None:
    kept = Revision.objects.of(row).filter(section__in=[section, section + ASIDE])
    if kept.filter(text=text).exists():
        return
    version = section_version(row, section + ASIDE) + 1
    Revision.objects.create(
        subject=subject_of(row), section=section + ASIDE, version=version, text=text, by=by
    )


def holder_of(row: models.Model, section: str):
    """Who writes `section` now, or None."""
    hold = SectionHold.objects.filter(subject=subject_of(row), section=section, until__gt=timezone.now())
    found = hold.select_related("holder").first()
    return found.holder if found else None


def take_over(row: models.Model, section: str, *, by) -> SectionHold:
    """`by` writes `section` from now on, whoever did before. Typing does it too, where nobody else holds it."""
    return SectionHold.objects.update_or_create(
        subject=subject_of(row),
        section=section,
        defaults={"holder": by, "until": timezone.now() + LEASE},
    )[0]


@transaction.atomic
def keep_draft(row: models.Model, section: str, *, text: str, key: str, by, base_version: int = 0) -> Draft:
    """Keep what `by` typed in a field of `row` that is not saved where it belongs yet. An empty text ends the draft."""
    draft = Draft.objects.select_for_update().filter(
        user=by, subject=subject_of(row), section=section
    ).first() or Draft(user=by, subject=subject_of(row), section=section)  # fmt: skip
    if draft.key == key:
        return draft
    draft.text, draft.key, draft.base_version = text, key, base_version
    draft.save()
    return draft


def drafts_of(row: models.Model, *, by) -> dict[str, Draft]:
    """The drafts of `by` for `row`, by section."""
    return drafts_by_row([row], by=by)[row]


def drafts_by_row(rows: Iterable[models.Model], *, by) -> dict[models.Model, dict[str, Draft]]:
    """The drafts of `by` for each of `rows`, by section."""
    found: dict[models.Model, dict[str, Draft]] = {row: {} for row in rows}
    row_of = {subject_of(row): row for row in found}
    for draft in Draft.objects.filter(user=by, subject__in=row_of):
        found[row_of[draft.subject]][draft.section] = draft
    return found


def discard_drafts(row: models.Model, sections: Iterable[str], *, by) -> None:
    """The drafts of these sections are saved where they belong now."""
    Draft.objects.filter(user=by, subject=subject_of(row), section__in=list(sections)).delete()


def be_here(row: models.Model, *, by, place: str = "") -> None:
    """`by` has the page of `row` open, and edits `place` on it."""
    Presence.objects.update_or_create(
        user=by, subject=subject_of(row), defaults={"place": place[:60], "seen_at": timezone.now()}
    )


def who_is_here(row: models.Model) -> list[Presence]:
    """Everyone who has the page of `row` open, seen in the last half minute, in the order in which they came."""
    since = timezone.now() - SEEN_WITHIN
    return list(Presence.objects.filter(subject=subject_of(row), seen_at__gte=since).select_related("user"))


def grew_from(earlier: str, later: str) -> bool:
    """Whether `later` is `earlier` with something typed in at one place, so that it holds all of it."""
    if len(later) < len(earlier):
        return False
    start = 0
    while start < len(earlier) and earlier[start] == later[start]:
        start += 1
    rest = earlier[start:]
    return not rest or later.endswith(rest)


def prune() -> int:
    """Forget what is no longer needed, and say how many revisions went: steps of typing whose words the next one holds.

    Revisions of the last day all stay; of older ones, each that the same person only added to within two minutes goes.
    Keys, holds and presence are forgotten after a week; drafts after half a year.
    """
    now = timezone.now()
    SavedKey.objects.filter(at__lt=now - timedelta(days=7)).delete()
    SectionHold.objects.filter(until__lt=now - timedelta(days=7)).delete()
    Presence.objects.filter(seen_at__lt=now - timedelta(days=7)).delete()
    Draft.objects.filter(updated_at__lt=now - timedelta(days=180)).delete()
    old = Revision.objects.filter(at__lt=now - timedelta(days=1), at__gt=now - timedelta(days=4))
    going, before = [], None
    for revision in old.order_by("subject", "section", "version").iterator():
        if (
            before is not None
            and (before.subject, before.section, before.by_id)
            == (revision.subject, revision.section, revision.by_id)
            and revision.at - before.at <= timedelta(minutes=2)
            and grew_from(before.text, revision.text)
        ):
            going.append(before.pk)
        before = revision
    Revision.objects.filter(pk__in=going).delete()
    return len(going)
