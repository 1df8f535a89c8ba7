"""Typing that is never lost: sections with versions and one writer at a time, drafts of fields, and who is here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from kit.editing.drafts import discard_drafts
from kit.editing.history import grew_from
from kit.models import ASIDE, Revision, SavedKey, SectionHold, subject_of

LEASE = timedelta(seconds=30)  # somebody who stops typing for so long leaves the section to others


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


@dataclass(frozen=True)
class SectionState:
    """The state of a section: its version, and the texts set aside that wait for somebody's word, oldest first."""

    version: int
    aside: list[Revision]


def states_of(
    rows: Iterable[models.Model], sections: Iterable[str]
) -> dict[tuple[models.Model, str], SectionState]:
    """How each of these sections of each of these rows stands, by row and section, read at once.

    The version of a text that was never kept is the one which the next save keeps first. Of a text that grew while it
    was set aside the last stands for all; one whose words the section holds by now, put together by hand, waits for
    nothing.
    """
    rows, sections = list(rows), list(sections)
    same = Revision.objects.filter(subject=models.OuterRef("subject"), section=models.OuterRef("section"))
    is_newest = models.Q(
        section__in=sections, version=models.Subquery(same.order_by("-version").values("version")[:1])
    )
    waits = models.Q(section__in=[section + ASIDE for section in sections], settled_at__isnull=True)
    found = Revision.objects.filter(is_newest | waits, subject__in=[subject_of(row) for row in rows])
    last, aside = {}, {}
    for revision in found.select_related("by").order_by("at", "pk"):
        if revision.section.endswith(ASIDE):
            aside.setdefault((revision.subject, revision.section.removesuffix(ASIDE)), []).append(revision)
        else:
            last[revision.subject, revision.section] = revision
    return {
        (row, section): SectionState(
            _version_after(last.get((subject_of(row), section)), getattr(row, section)),
            _waiting(aside.get((subject_of(row), section), []), getattr(row, section)),
        )
        for row in rows
        for section in sections
    }


def _waiting(aside: list[Revision], text: str) -> list[Revision]:
    aside = [revision for revision in aside if revision.text.strip() not in text]
    return [
        each
        for number, each in enumerate(aside)
        if not any(
            later.by_id == each.by_id and grew_from(each.text, later.text) for later in aside[number + 1 :]
        )
    ]


def _version_after(last: Revision | None, text: str) -> int:
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

    A text written from an older version (or while somebody else holds the section) is kept aside as a revision, and
    the answer carries the section's own text: nothing is overwritten, and nothing lost. The same `key` again does
    nothing and answers the same. `follows` are the keys of this person's earlier saves that they had no answer to:
    where one of them made the present version, this text is no older than it.
    """
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    done = SavedKey.objects.filter(user=by, key=key).first()
    now = getattr(row, section)
    version = _keep_first(row, section, now)
    if done is not None:
        return Saved("stale" if done.is_aside and now != text else "saved", version, now)
    if text == now:
        _remember(row, section, key, version, by=by)
        return Saved("saved", version, now)
    hold = hold_of(row, section)
    state = "saved"
    if hold is not None and hold.is_of_another(by):
        state = "held"
    elif base_version != version and not _made_by(row, section, version, follows, by=by):
        state = "stale"
    if state != "saved":
        _set_aside(row, section, text, by=by)
        _remember(row, section, key, version, by=by, is_aside=True)
        return Saved(state, version, now, str(hold.holder) if state == "held" else "")
    write(row, text)
    version += 1
    Revision.objects.create(subject=subject_of(row), section=section, version=version, text=text, by=by)
    _remember(row, section, key, version, by=by)
    discard_drafts(row, [section], by=by)
    _hold_on(hold, row, section, by=by)
    return Saved("saved", version, text)


def _keep_first(row: models.Model, section: str, text: str) -> int:
    """The version of `section` as it stands, kept now where it never was or was changed elsewhere meanwhile."""
    last = Revision.objects.of(row, section).order_by("-version").first()
    version = last.version if last else 0
    if (last.text if last else "") == text:
        return version
    Revision.objects.create(subject=subject_of(row), section=section, version=version + 1, text=text, by=None)
    return version + 1


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


def hold_of(row: models.Model, section: str) -> SectionHold | None:
    """The lease on `section`, over or not."""
    return SectionHold.objects.filter(subject=subject_of(row), section=section).first()


def holders_by_row(rows: Iterable[models.Model]) -> dict[tuple[models.Model, str], models.Model]:
    """Who writes which section of `rows` now, by row and section."""
    row_of = {subject_of(row): row for row in rows}
    holds = SectionHold.objects.filter(subject__in=row_of, until__gt=timezone.now())
    return {(row_of[hold.subject], hold.section): hold.holder for hold in holds.select_related("holder")}


def _hold_on(hold: SectionHold | None, row: models.Model, section: str, *, by) -> None:
    if hold is None:
        take_over(row, section, by=by)
    else:
        SectionHold.objects.filter(pk=hold.pk).update(holder=by, until=timezone.now() + LEASE)


def take_over(row: models.Model, section: str, *, by) -> SectionHold:
    """`by` writes `section` from now on, whoever did before. Typing does it too, where nobody else holds it."""
    return SectionHold.objects.update_or_create(
        subject=subject_of(row),
        section=section,
        defaults={"holder": by, "until": timezone.now() + LEASE},
    )[0]
