"""Permanently removing a passage, such as a name typed by mistake, from a text, all its versions and all drafts."""

import re
from collections.abc import Iterable

from django.db import models, transaction

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.errors import RefusedError
from kit.models import Draft, Revision, subject_of

LEFT = "…"  # what replaces the passage


@transaction.atomic
def strike(
    passage: str, *, texts: Iterable[tuple[models.Model, list[str]]], subject: models.Model, by
) -> int:
    """Permanently remove `passage` from `texts`, pairs of a row and the names of its text fields, and return
    from how many places.

    It is removed from every revision and every draft of those rows too, whoever wrote them. An ellipsis is
    put in its place; capitals make no difference. Who did it is recorded at `subject`, but not what was
    removed.
    """
    passage = " ".join(passage.split())
    if len(passage) < 2:
        raise RefusedError("Enter the text to remove. It must be at least two letters long.")
    pattern = pattern_of(passage)
    places = 0
    for row, names in texts:
        places += _strike_fields(pattern, row, names)
        for kept in (Revision, Draft):
            for version in kept.objects.filter(subject=subject_of(row)):
                places += _strike_fields(pattern, version, ["text"])
    if places:
        record(KitVerb.STRIKE, subject, by=by)
    return places


def pattern_of(passage: str) -> re.Pattern[str]:
    """Return the pattern that finds `passage` in a text, in capitals or not, with any spaces between its words."""
    return re.compile(r"\s+".join(re.escape(word) for word in passage.split()), re.IGNORECASE)


def _strike_fields(pattern: re.Pattern, row: models.Model, names: list[str]) -> int:
    """Remove the pattern from the fields of one row, and return from how many places."""
    changed, places = {}, 0
    for name in names:
        changed[name], found = pattern.subn(LEFT, getattr(row, name))
        places += found
    if places:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
        for name, text in changed.items():
            setattr(row, name, text)
    return places
