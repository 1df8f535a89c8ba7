"""What a member learned, in their own words, for their certificate."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from members.models.members import Member


class OwnWords(models.Model):
    """What a member says they learned. For somebody without an account the facilitator writes it down."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="own_words")
    words = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_written_down_for_them = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"What {self.member} learned"
