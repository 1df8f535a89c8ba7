"""Earlier versions of a text: which are worth showing, and which are deleted after a while."""

from datetime import timedelta
from itertools import zip_longest

from django.db import models, transaction
from django.utils import timezone

from kit.models import Draft, Presence, Revision, SavedKey, SectionHold, subject_of


def is_extension(earlier: str, later: str) -> bool:
    """Return whether `later` is `earlier` with text inserted at one place, so that it contains all of it."""
    return len(later) >= len(earlier) and later.endswith(earlier[_common_start(earlier, later) :])


def _common_start(one: str, other: str) -> int:
    """Return how many characters at the start are the same in both, by halves: texts are long, and compared in pairs."""
    same, most = 0, min(len(one), len(other))
    while same < most:
        middle = (same + most + 1) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            most = middle - 1
    return same


def is_step_of_typing(earlier: Revision, later: Revision) -> bool:
    """Return whether the same person only added to `earlier` within two minutes, so that `later` contains all of it."""
    return (
        (earlier.subject, earlier.section, earlier.by_id) == (later.subject, later.section, later.by_id)
        and later.at - earlier.at <= timedelta(minutes=2)
        and is_extension(earlier.text, later.text)
    )


def worth_reading(revisions: list[Revision]) -> list[Revision]:
    """Return those of the `revisions` of one section, oldest first, that are more than a step of typing."""
    return [
        each
        for each, later in zip_longest(revisions, revisions[1:])
        if later is None or not is_step_of_typing(each, later)
    ]


@transaction.atomic
def leave_out(revision: Revision, *, by) -> int:
    """Settle a text that was set aside, together with those that it extends, and return how many were settled.

    The texts stay among the revisions. Repeating settles nothing more.
    """
    waiting = Revision.objects.set_aside().filter(
        subject=revision.subject, section=revision.section, by=revision.by_id, version__lte=revision.version
    )
    settled = [each.pk for each in waiting if is_extension(each.text, revision.text)]
    return Revision.objects.filter(pk__in=settled).update(settled_at=timezone.now(), settled_by=by)


def prune() -> int:
    """Delete what is no longer needed, and return how many revisions were deleted.

    Revisions of the last day all stay. An older one is deleted if the same person only added to it within two
    minutes, since the next one contains it. Keys, holds and presence are deleted after a week, drafts after half a
    year.
    """
    now = timezone.now()
    SavedKey.objects.filter(at__lt=now - timedelta(days=7)).delete()
    SectionHold.objects.filter(until__lt=now - timedelta(days=7)).delete()
    Presence.objects.filter(seen_at__lt=now - timedelta(days=7)).delete()
    Draft.objects.filter(updated_at__lt=now - timedelta(days=180)).delete()
    old = Revision.objects.filter(at__lt=now - timedelta(days=1), at__gt=now - timedelta(days=4))
    steps, before = [], None
    for revision in old.order_by("subject", "section", "version").iterator():
        if before is not None and is_step_of_typing(before, revision):
            steps.append(before.pk)
        before = revision
    Revision.objects.filter(pk__in=steps).delete()
    return len(steps)


def keep_revisions(row: models.Model, *, sections: list[str], by) -> list[Revision]:
    """Save the present text of each of `sections` of `row` as a Revision where it differs from the newest one.

    Returns the new revisions. Repeating without a change saves nothing.
    """
    kept = []
    for section in sections:
        text = getattr(row, section)
        last = Revision.objects.newest(row, section)
        if (last.text if last else "") == text:
            continue
        version = last.version + 1 if last else 1
        kept.append(
            Revision.objects.create(
                subject=subject_of(row), section=section, version=version, text=text, by=by
            )
        )
    return kept


def change(row: models.Model, *, sections: list[str], by, typed_by=None, **fields) -> bool:
    """Set `fields` of `row`, which is locked, and return whether anything changed.

    The texts of `sections` are kept as revisions, before and after; `typed_by` typed those before, if none was kept yet.
    """
    if all(getattr(row, name) == value for name, value in fields.items()):
        return False
    keep_revisions(row, sections=sections, by=typed_by)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    keep_revisions(row, sections=sections, by=by)
    return True
