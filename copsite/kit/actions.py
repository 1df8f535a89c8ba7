"""The verbs of the floor: write down what happened, keep what was typed."""

from collections.abc import Iterable

from django.db import models

from copsite.kit.models import AuditEvent, Revision, subject_of


def record(verb: str, subject: models.Model, *, by, note: str = "") -> AuditEvent:
    """Write an AuditEvent: `by` did `verb` to `subject`. `note` holds reasons and counts, never confidential text."""
    return AuditEvent.objects.create(verb=verb, subject=subject_of(subject), by=by, note=note[:200])


def record_each(verb: str, subjects: Iterable[models.Model], *, by) -> list[AuditEvent]:
    """Write an AuditEvent for each of `subjects`, all at once."""
    return AuditEvent.objects.bulk_create(
        [AuditEvent(verb=verb, subject=subject_of(subject), by=by) for subject in subjects]
    )


def keep_revisions(row: models.Model, *, sections: list[str], by) -> list[Revision]:
    """Keep the present text of each of `sections` of `row` as a Revision where it differs from the last one kept.

    Returns the revisions that were new. Repeating without a change keeps nothing.
    """
    kept = []
    for section in sections:
        text = getattr(row, section)
        last = Revision.objects.of(row, section).order_by("-version").first()
        if (last.text if last else "") == text:
            continue
        version = last.version + 1 if last else 1
        kept.append(
            Revision.objects.create(
                subject=subject_of(row), section=section, version=version, text=text, by=by
            )
        )
    return kept
