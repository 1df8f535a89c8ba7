"""Earlier versions of typed text: which are worth reading, and which are forgotten."""

from datetime import timedelta
from itertools import zip_longest

from django.db import models, transaction
from django.utils import timezone

from kit.models import Draft, Presence, Revision, SavedKey, SectionHold, subject_of


def grew_from(earlier: str, later: str) -> bool:
    """Whether `later` is `earlier` with something typed in at one place, so that it holds all of it."""
    if len(later) < len(earlier):
        return False
    start = 0
    while start < len(earlier) and earlier[start] == later[start]:
        start += 1
    rest = earlier[start:]
    return not rest or later.endswith(rest)


def is_step_of_typing(earlier: Revision, later: Revision) -> bool:
    """Whether the same person only added to `earlier` within two minutes, so that `later` holds all of it."""
    return (
        (earlier.subject, earlier.section, earlier.by_id) == (later.subject, later.section, later.by_id)
        and later.at - earlier.at <= timedelta(minutes=2)
        and grew_from(earlier.text, later.text)
    )


def worth_reading(revisions: list[Revision]) -> list[Revision]:
    """Of the `revisions` of one section, oldest first, those that are no mere step of typing."""
    return [
        each
        for each, later in zip_longest(revisions, revisions[1:])
        if later is None or not is_step_of_typing(each, later)
    ]


@transaction.atomic
def leave_out(revision: Revision, *, by) -> int:
    """Settle a text that was set aside, and those that it grew from; it stays kept. Says how many; again, none."""
    waiting = Revision.objects.set_aside().filter(
        subject=revision.subject, section=revision.section, by=revision.by_id, version__lte=revision.version
    )
    going = [each.pk for each in waiting if grew_from(each.text, revision.text)]
    return Revision.objects.filter(pk__in=going).update(settled_at=timezone.now(), settled_by=by)


def prune() -> int:
    """Forget what is no longer needed, and say how many revisions went: steps of typing whose words the next one holds.

    Revisions of the last day all stay; of older ones, each that the same person only added to within two minutes goes.
    Keys, holds and presence are forgotten after a week; drafts after half a year.
    """
    now = timezone.now()
    SavedKey.objects.filter(at__lt=now - timedelta(days=7)).delete()
    SectionHold.objects.filter(until__lt=now - timedelta(days=7)).delete()
    Presence.objects.filter(seen_at__lt=now - timedelta(days=7)).delete()
    Draft.objects.filter(updated_at__lt=now - timedelta(days=180)).delete()
    old = Revision.objects.filter(at__lt=now - timedelta(days=1), at__gt=now - timedelta(days=4))
    going, before = [], None
    for revision in old.order_by("subject", "section", "version").iterator():
        if before is not None and is_step_of_typing(before, revision):
            going.append(before.pk)
        before = revision
    Revision.objects.filter(pk__in=going).delete()
    return len(going)


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
