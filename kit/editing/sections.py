"""Editing a text together: a section has versions and one writer at a time, and no text that is sent is lost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from kit.editing.drafts import discard_drafts
from kit.editing.history import is_extension
from kit.models import ASIDE, Revision, SavedKey, SectionHold, subject_of

LEASE = timedelta(seconds=30)  # after so long without typing, the section is free for others


@dataclass(frozen=True)
class Saved:
    """The result of a save. `version` and `text` are those of the section afterwards, whoever wrote it."""

    state: str  # "saved"; "stale": somebody else saved in between; "held": somebody else is writing here now
    version: int
    text: str
    holder: str = ""

    @property
    def is_set_aside(self) -> bool:
        """Whether the text was set aside instead of becoming the section's, for a person to merge the two."""
        return self.state != "saved"


@dataclass(frozen=True)
class SectionState:
    """The state of a section: its version, and the texts set aside that nobody has settled yet, oldest first."""

    version: int
    aside: list[Revision]


def section_version(row: models.Model, section: str) -> int:
    """Return the newest version of `section`, or 0 where none was saved yet."""
    last = Revision.objects.newest(row, section)
    return last.version if last else 0


def states_of(
    rows: Iterable[models.Model], sections: Iterable[str]
) -> dict[tuple[models.Model, str], SectionState]:
    """Return the state of each of these sections of each of these rows, by row and section, in one query.

    A text without a revision has the version that the next save gives it first. Of texts set aside, those that a
    later one of the same person extends are left out, and so are those that the section contains by now.
    """
    rows, sections = list(rows), list(sections)
    last, aside = _newest_and_set_aside([subject_of(row) for row in rows], sections)
    return {
        (row, section): SectionState(
            _version_now(last.get((subject_of(row), section)), getattr(row, section)),
            _unsettled(aside.get((subject_of(row), section), []), getattr(row, section)),
        )
        for row in rows
        for section in sections
    }


def _newest_and_set_aside(subjects: list[str], sections: list[str]) -> tuple[dict, dict]:
    """Return the newest revision of each section, and the unsettled ones set aside, both by subject and section."""
    same = Revision.objects.filter(subject=models.OuterRef("subject"), section=models.OuterRef("section"))
    is_newest = models.Q(
        section__in=sections, version=models.Subquery(same.order_by("-version").values("version")[:1])
    )
    is_unsettled = models.Q(section__in=[section + ASIDE for section in sections], settled_at__isnull=True)
    found = Revision.objects.filter(is_newest | is_unsettled, subject__in=subjects)
    last: dict[tuple[str, str], Revision] = {}
    aside: dict[tuple[str, str], list[Revision]] = {}
    for revision in found.select_related("by").order_by("at", "pk"):
        if revision.section.endswith(ASIDE):
            aside.setdefault((revision.subject, revision.section.removesuffix(ASIDE)), []).append(revision)
        else:
            last[revision.subject, revision.section] = revision
    return last, aside


def _unsettled(aside: list[Revision], text: str) -> list[Revision]:
    """Return the texts of `aside` that neither `text` nor a later one of the same person contains."""
    aside = [revision for revision in aside if revision.text.strip() not in text]
    return [
        each
        for number, each in enumerate(aside)
        if not any(
            later.by_id == each.by_id and is_extension(each.text, later.text) for later in aside[number + 1 :]
        )
    ]


def _version_now(last: Revision | None, text: str) -> int:
    if last is None:
        return 1 if text else 0
    return last.version if last.text == text else last.version + 1


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

    A text written from an older version, or while somebody else holds the section, is set aside as a revision, and
    the result has the section's own text: nothing is overwritten, and nothing lost. Repeating a save with the same
    `key` changes nothing and returns the same. `follows` are the keys of this person's earlier saves that they had no
    answer to: where one of them made the present version, this text is up to date with it.
    """
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    done = SavedKey.objects.filter(user=by, key=key).first()
    now = getattr(row, section)
    version = _keep_present_text(row, section, now)
    if done is not None:
        return Saved("stale" if done.is_aside and now != text else "saved", version, now)
    if text == now:
        _record_key(row, section, key, version, by=by)
        return Saved("saved", version, now)
    hold = hold_of(row, section)
    is_current = base_version == version or _was_saved_with(follows, row, section, version, by=by)
    state = _state_of_save(hold, is_current=is_current, by=by)
    if state != "saved":
        _set_aside(row, section, text, by=by)
        _record_key(row, section, key, version, by=by, is_aside=True)
        return Saved(state, version, now, str(hold.holder) if hold and state == "held" else "")
    write(row, text)
    version += 1
    Revision.objects.create(subject=subject_of(row), section=section, version=version, text=text, by=by)
    _record_key(row, section, key, version, by=by)
    discard_drafts(row, [section], by=by)
    _renew_hold(hold, row, section, by=by)
    return Saved("saved", version, text)


def _state_of_save(hold: SectionHold | None, *, is_current: bool, by) -> str:
    if hold is not None and hold.is_of_another(by):
        return "held"
    return "saved" if is_current else "stale"


def _keep_present_text(row: models.Model, section: str, text: str) -> int:
    """Return the version of the section's present `text`, saved as a revision first where it is not one yet."""
    last = Revision.objects.newest(row, section)
    version = last.version if last else 0
    if (last.text if last else "") == text:
        return version
    Revision.objects.create(subject=subject_of(row), section=section, version=version + 1, text=text, by=None)
    return version + 1


def _was_saved_with(keys: Iterable[str], row, section: str, version: int, *, by) -> bool:
    """Return whether `by` made this version of the section by a save with one of these `keys`."""
    own = SavedKey.objects.filter(user=by, subject=subject_of(row), section=section, is_aside=False)
    return own.filter(version=version, key__in=list(keys)).exists()


def _record_key(row, section: str, key: str, version: int, *, by, is_aside: bool = False) -> None:
    SavedKey.objects.create(
        user=by, key=key, subject=subject_of(row), section=section, version=version, is_aside=is_aside
    )


def _set_aside(row, section: str, text: str, *, by) -> None:
    """Save `text` as a revision set aside from the section, unless a revision has this text already."""
    kept = Revision.objects.of(row).filter(section__in=[section, section + ASIDE])
    if kept.filter(text=text).exists():
        return
    version = section_version(row, section + ASIDE) + 1
    Revision.objects.create(
        subject=subject_of(row), section=section + ASIDE, version=version, text=text, by=by
    )


def hold_of(row: models.Model, section: str) -> SectionHold | None:
    """Return the hold on `section`, whether or not it has run out."""
    return SectionHold.objects.filter(subject=subject_of(row), section=section).first()


def holders_by_row(rows: Iterable[models.Model]) -> dict[tuple[models.Model, str], models.Model]:
    """Return who is writing which section of `rows` now, by row and section."""
    row_of = {subject_of(row): row for row in rows}
    holds = SectionHold.objects.filter(subject__in=row_of, until__gt=timezone.now())
    return {(row_of[hold.subject], hold.section): hold.holder for hold in holds.select_related("holder")}


def _renew_hold(hold: SectionHold | None, row: models.Model, section: str, *, by) -> None:
    """Hold the section for `by` for another half minute, by a single query where it has a hold already."""
    if hold is None:
        take_over(row, section, by=by)
    else:
        SectionHold.objects.filter(pk=hold.pk).update(holder=by, until=timezone.now() + LEASE)


def take_over(row: models.Model, section: str, *, by) -> SectionHold:
    """Make `by` the writer of `section` for half a minute, whoever was before. Saving does so where nobody else is."""
    return SectionHold.objects.update_or_create(
        subject=subject_of(row),
        section=section,
        defaults={"holder": by, "until": timezone.now() + LEASE},
    )[0]
