"""What writers and checkers write to each other about a text before it is published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.clearance.models.texts import ClearedText
from cases.models.reading import OfACaseQuerySet


class TextMessageQuerySet(OfACaseQuerySet):
    """A QuerySet of messages. Reading one about a text of a case is reading that case."""

    subject_column = "cleared_text__case"

    def visible_to(self, user) -> "TextMessageQuerySet":
        """Return the messages about texts that `user` may open where texts are checked."""
        return self.filter(cleared_text__in=ClearedText.objects.visible_to(user))


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

    objects = TextMessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_message_has_words")]

    def __str__(self) -> str:
        return f"Message about {self.cleared_text_id}"
