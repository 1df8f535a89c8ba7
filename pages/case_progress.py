"""The progress of cases, worked out from their data."""

from django.db import models
from django.db.models import Case as Choose
from django.db.models import Exists, OuterRef, Value, When

from cases.clearance.models import ClearedText
from cases.models.case import CaseQuerySet, presented_exists
from cases.next_steps.models import NextStep
from kit.queries import number_of


class CaseProgress(models.TextChoices):
    """The progress of a case, worked out from its data by with_progress."""

    OFFERED = "offered", "offered"  # on no agenda yet
    COMING = "coming", "on the agenda"  # of a meeting to come
    PRESENTED = "presented", "awaiting feedback"
    ANSWERED = "answered", "all feedback given"
    BEING_CHECKED = "being_checked", "being checked"  # a write-up waits for somebody to check it
    WRITTEN_UP = "written_up", "written up"


def with_progress(cases: CaseQuerySet) -> CaseQuerySet:
    """Add `progress` (a value of CaseProgress), `next_meeting_at`, `step_count` and `open_steps` to each case."""
    write_ups = ClearedText.objects.filter(
        case=OuterRef("pk"), kind=ClearedText.Kind.LEARNING_OBJECT
    ).order_by()
    progress = Choose(
        When(Exists(write_ups.published()), then=Value(CaseProgress.WRITTEN_UP)),
        When(Exists(write_ups.being_checked()), then=Value(CaseProgress.BEING_CHECKED)),
        When(presented_exists(), step_count__gt=0, open_steps=0, then=Value(CaseProgress.ANSWERED)),
        When(presented_exists(), then=Value(CaseProgress.PRESENTED)),
        When(next_meeting_at__isnull=False, then=Value(CaseProgress.COMING)),
        default=Value(CaseProgress.OFFERED),
    )
    return (
        cases.with_next_meeting()
        .annotate(
            step_count=number_of(NextStep.objects.all(), "discussion__case"),
            open_steps=number_of(NextStep.objects.awaiting_feedback(), "discussion__case"),
        )
        .annotate(progress=progress)
    )
