"""Who has a page open, and where on it they are."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from kit.models import Presence, subject_of

SEEN_WITHIN = timedelta(seconds=30)


def be_here(row: models.Model, *, by, place: str = "") -> None:
    """`by` has the page of `row` open, and edits `place` on it. Said again soon, it writes nothing."""
    now, place = timezone.now(), place[:60]
    same = Presence.objects.filter(user=by, subject=subject_of(row), place=place)
    if not same.filter(seen_at__gt=now - SEEN_WITHIN / 3).exists():
        Presence.objects.update_or_create(
            user=by, subject=subject_of(row), defaults={"place": place, "seen_at": now}
        )


def who_is_here(row: models.Model) -> list[Presence]:
    """Everyone who has the page of `row` open, seen in the last half minute, in the order in which they came."""
    since = timezone.now() - SEEN_WITHIN
    return list(Presence.objects.filter(subject=subject_of(row), seen_at__gte=since).select_related("user"))
