"""What writers and checkers write to each other about a text before it is published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.clearance.models.texts import ClearedText


class TextMessage(models.Model):
    """A message about a text, for those who can open it where it is checked: about one passage, or about all of it.

    It is written once, and answered by other messages. Readers outside the site never see it.
    """

    cleared_text = models.ForeignKey(ClearedText, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="text_messages")
    at = models.DateTimeField(default=timezone.now)
    quote = models.TextField(blank=True)  # the passage of the text that it is about
    words = models.TextField()
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by"
    )  # the first message of its thread

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_message_has_words")]

    def __str__(self) -> str:
        return f"Message about {self.cleared_text_id}"
