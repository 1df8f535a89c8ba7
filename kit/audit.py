"""The verbs of the floor: write down what happened, keep what was typed."""

from collections.abc import Iterable

from django.db import models

from kit.models import AuditEvent, subject_of


def record(verb: str, subject: models.Model, *, by, note: str = "") -> AuditEvent:
    """Write an AuditEvent: `by` did `verb` to `subject`. `note` holds reasons and counts, never confidential text."""
    return AuditEvent.objects.create(verb=verb, subject=subject_of(subject), by=by, note=note[:200])


def record_each(verb: str, subjects: Iterable[models.Model], *, by) -> list[AuditEvent]:
    """Write an AuditEvent for each of `subjects`, all at once."""
    return AuditEvent.objects.bulk_create(
        [AuditEvent(verb=verb, subject=subject_of(subject), by=by) for subject in subjects]
    )
