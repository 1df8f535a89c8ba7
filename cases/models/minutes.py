"""The parts of the minutes that are about cases, kept apart so that somebody who stepped out of one can read the rest."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models.case import Case
from cases.models.reading import OfACaseQuerySet
from meetings.models import Meeting


class CaseMinutesQuerySet(OfACaseQuerySet):
    """A QuerySet of parts of the minutes about cases."""

    def visible_to(self, user) -> "CaseMinutesQuerySet":
        """Return the parts about cases that `user` may read."""
        return self.filter(case__in=Case.objects.visible_to(user))


class CaseMinutes(models.Model):
    """The part of the minutes of a meeting about one case, which was on its agenda or had feedback."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="case_minutes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="minutes_parts")
    text = models.TextField(blank=True)

    objects = CaseMinutesQuerySet.as_manager()

    class Meta:
        ordering = ["meeting__starts_at", "case__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="minutes_have_one_part_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} in the minutes of {self.meeting}"


class CaseMinutesCorrection(models.Model):
    """A change of the part about a case after the minutes were approved: by whom and why."""

    part = models.ForeignKey(CaseMinutes, on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_correction_of_a_part_of_the_minutes_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.reason}"
