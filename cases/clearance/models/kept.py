"""Who wrote, approved and sent back a text. These rows are added once and never change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.clearance.audiences import Audience
from kit.kept import KeptRow

NEVER_CHANGES = "Who wrote and who approved a text never changes. Send a new one for checking instead."


class Authorship(KeptRow):
    """A person whose words are in a text, and who so cannot approve it."""

    refusal = NEVER_CHANGES

    cleared_text = models.ForeignKey("ClearedText", on_delete=models.PROTECT, related_name="authorships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authorships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cleared_text", "user"], name="a_person_is_an_author_of_a_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} wrote {self.cleared_text_id}"


class Clearance(KeptRow):
    """The approval of a text for its audience by a person who neither wrote it nor presents the case."""

    refusal = NEVER_CHANGES

    cleared_text = models.ForeignKey("ClearedText", on_delete=models.PROTECT, related_name="clearances")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="clearances")
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(max_length=14, choices=Audience)
    is_from_the_site = models.BooleanField()  # a member or facilitator of the text's site, at that moment
    cleared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["cleared_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cleared_text", "by"], name="a_person_approves_a_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.by} approved {self.cleared_text_id}"


class SendBack(KeptRow):
    """A text was sent back by a reader, with a reason. Its authors have to send a new one for checking."""

    refusal = NEVER_CHANGES

    cleared_text = models.OneToOneField("ClearedText", on_delete=models.PROTECT, related_name="send_back")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="send_backs")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_text_sent_back_says_why")]

    def __str__(self) -> str:
        return f"{self.cleared_text_id} sent back by {self.by}"
