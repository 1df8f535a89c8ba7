"""What one person typed in a field that is not saved where it belongs yet."""

from collections.abc import Iterable

from django.db import models, transaction

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.models import Draft, subject_of


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


def drafts_at(rows: Iterable[models.Model]) -> list[Draft]:
    """Everybody's drafts for `rows`, person by person. Only their writer may read the words."""
    drafts = Draft.objects.filter(subject__in=[subject_of(row) for row in rows])
    return list(drafts.select_related("user").order_by("user", "section"))


def discard_drafts(row: models.Model, sections: Iterable[str], *, by) -> None:
    """The drafts of these sections are saved where they belong now."""
    Draft.objects.filter(user=by, subject=subject_of(row), section__in=list(sections)).delete()


@transaction.atomic
def take_drafts(row: models.Model, sections: Iterable[str], *, of, by) -> list[str]:
    """Make the drafts of `of` in these sections those of `by`, and return the sections. Where `by` typed, theirs stay."""
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
