"""What changed about a next step after it was agreed: an answer put right, and a step handed to somebody else."""

from django.conf import settings
from django.db import models

from cases.models.steps import Feedback, NextStep
from members.models import Member


class FeedbackCorrection(models.Model):
    """An answer was put right: what it said before, by whom it was changed and why. The answer itself says what holds."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="corrections")
    outcome = models.CharField(max_length=20, choices=Feedback.Outcome)  # as it was before
    words = models.TextField(blank=True)  # as they were before
    reason = models.CharField(max_length=200, blank=True)  # needed once the meeting is closed
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.feedback}: was {self.get_outcome_display()}"


class HandOver(models.Model):
    """A next step went from one member to another, because the first one left or can't."""

    next_step = models.ForeignKey(NextStep, on_delete=models.CASCADE, related_name="hand_overs")
    from_member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="steps_handed_over"
    )
    to_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="steps_taken_over")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.next_step} to {self.to_member}"
