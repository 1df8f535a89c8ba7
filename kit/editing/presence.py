"""Who has a page open, and which part of it they are editing."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from kit.models import Presence, subject_of

SEEN_WITHIN = timedelta(seconds=30)


def mark_present(row: models.Model, *, by, place: str = "") -> None:
    """Record that `by` has the page of `row` open and edits `place` on it.

    Called again within ten seconds for the same place, it writes nothing.
    """
    now, place = timezone.now(), place[:60]
    same = Presence.objects.filter(user=by, subject=subject_of(row), place=place)
    if not same.filter(seen_at__gt=now - SEEN_WITHIN / 3).exists():
        Presence.objects.update_or_create(
            user=by, subject=subject_of(row), defaults={"place": place, "seen_at": now}
        )


def people_present(row: models.Model) -> list[Presence]:
    """Return everyone who was seen on the page of `row` in the last half minute, in order of arrival."""
    since = timezone.now() - SEEN_WITHIN
    return list(Presence.objects.filter(subject=subject_of(row), seen_at__gte=since).select_related("user"))
