"""The audit log: record who did what, and who read which confidential row. Nothing here changes an event later."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models

from kit.audit_verbs import AuditVerb
from kit.models import AuditEvent, subject_of


def record(verb: AuditVerb, subject: models.Model, *, by, note: str = "") -> AuditEvent:
    """Add an AuditEvent saying that `by` did `verb` to `subject`, and return it. `note` holds reasons and
    counts, never confidential text.

    Raises TypeError for a verb that no app's `audit_verbs.py` lists.
    """
    event = _event(verb, subject_of(subject), by=by, note=note)
    event.save(force_insert=True)
    return event


@contextmanager
def changing(row: models.Model, verb: AuditVerb, *, by) -> Iterator[None]:
    """Save the columns of `row` that change inside, and record `verb`. Where none changes, neither is done.

    The caller has locked the row before, so that the same form sent from two screens is recorded once.
    """
    before = _columns_of(row)
    yield
    if _columns_of(row) != before:
        row.save()
        record(verb, row, by=by)


def _columns_of(row: models.Model) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def record_subjects(verb: AuditVerb, subjects: Iterable[str], *, by, link_of: str = "") -> list[AuditEvent]:
    """Add an AuditEvent for each of `subjects`, named as by `subject_of`, in one query, and return them.

    `link_of` names the row whose link in an e-mail was followed, where nobody signed in.
    """
    events = [_event(verb, subject, by=by) for subject in subjects]
    for event in events:
        event.link_of = link_of
    return AuditEvent.objects.bulk_create(events)


def _event(verb: AuditVerb, subject: str, *, by, note: str = "") -> AuditEvent:
    if not isinstance(verb, AuditVerb):
        raise TypeError(f"{verb!r} is not a verb of the audit log: list it in the app's audit_verbs.py")
    return AuditEvent(verb=verb.value, subject=subject, by=by, note=note[:200])
