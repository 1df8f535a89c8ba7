"""Drafts: what one person typed in a field that is not saved where it belongs yet."""

from collections.abc import Iterable

from django.db import models, transaction

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.models import Draft, subject_of


@transaction.atomic
def keep_draft(row: models.Model, section: str, *, text: str, key: str, by, base_version: int = 0) -> Draft:
    """Save `text` as the draft that `by` has of a field of `row`, and return the draft.

    Repeating a save with the same `key` changes nothing. A draft with an empty text counts as none.
    """
    draft = Draft.objects.select_for_update().filter(
        user=by, subject=subject_of(row), section=section
    ).first() or Draft(user=by, subject=subject_of(row), section=section)  # fmt: skip
    if draft.key == key:
        return draft
    draft.text, draft.key, draft.base_version = text, key, base_version
    draft.save()
    return draft


def drafts_at(rows: Iterable[models.Model]) -> list[Draft]:
    """Return everybody's drafts for `rows`, ordered by person. Only the person who typed a draft may read its text."""
    drafts = Draft.objects.filter(subject__in=[subject_of(row) for row in rows])
    return list(drafts.select_related("user").order_by("user", "section"))


def discard_drafts(row: models.Model, sections: Iterable[str], *, by) -> None:
    """Delete the drafts that `by` has of these sections, once they are saved where they belong."""
    Draft.objects.filter(user=by, subject=subject_of(row), section__in=list(sections)).delete()


@transaction.atomic
def take_drafts(row: models.Model, sections: Iterable[str], *, of, by) -> list[str]:
    """Move the drafts of these sections from `of` to `by`, and return the sections that were moved.

    Sections in which `by` has typed are left alone.
    """
    own = Draft.objects.filter(user=by, subject=subject_of(row)).exclude(text="").values("section")
    theirs = Draft.objects.select_for_update().filter(
        user=of, subject=subject_of(row), section__in=list(sections)
    )
    taken = [draft.section for draft in theirs.exclude(section__in=own)]
    Draft.objects.filter(user=by, subject=subject_of(row), section__in=taken, text="").delete()
    Draft.objects.filter(user=of, subject=subject_of(row), section__in=taken).update(user=by)
    if taken:
        record(KitVerb.TAKE_OVER_TYPING, row, by=by, note=f"{len(taken)} fields")
    return taken
