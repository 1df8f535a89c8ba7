"""The parts of the minutes, the general one and one about each case: the names of their fields, and their versions."""

from collections.abc import Iterable

from django.db import models

from cases.actions.minutes import CASE_SECTION
from cases.models import Case
from kit.editing.field_names import FieldNames
from kit.models import Revision, subject_of
from meetings.actions.minutes import GENERAL_SECTION

GENERAL = "minutes"  # the field with the general part
CASE_PARTS = FieldNames("part_{case}")


def part_name(case: Case | None) -> str:
    """Return the name of the field with the part about `case`, or with the general part for None."""
    return GENERAL if case is None else CASE_PARTS.name(case=case.pk)


def revisions_of_parts(rows: Iterable[models.Model]) -> models.QuerySet[Revision]:
    """Return every saved version of these parts: the Meeting for the general one, a CaseMinutes for each other."""
    subjects = [subject_of(row) for row in rows]
    return Revision.objects.filter(subject__in=subjects, section__in=[GENERAL_SECTION, CASE_SECTION])
