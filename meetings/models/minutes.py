"""Minutes of a meeting: sharing them with its members, approving them at a later meeting, correcting them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from meetings.models.meetings import Meeting


class MinutesSharing(models.Model):
    """The facilitator shared the minutes of a meeting: its members get one mail with a link."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes_sharing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting} shared"


class MinutesApproval(models.Model):
    """The minutes of a meeting were approved by the group at a later one."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes_approval")
    at_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes_approved")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(at_meeting=models.F("meeting")),
                name="minutes_are_approved_at_another_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting} approved at {self.at_meeting}"


class MinutesCorrection(models.Model):
    """The general part of approved minutes was changed: by whom and why. The text before is kept as a Revision."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes_corrections")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="a_correction_of_the_minutes_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.reason}"
