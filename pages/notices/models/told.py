"""Who was told what, and when: the only rows that notices keep."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Told(models.Model):
    """One person was told of one notice: how many times, and when last. What it is about stays in its own app."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told")
    kind = models.CharField(max_length=40)  # the key of its kind
    thing = models.CharField(max_length=80)  # the key of what it is about, such as "clearedtext-12"
    times = models.PositiveSmallIntegerField(default=1)
    last_at = models.DateTimeField(default=timezone.now)
    mail = models.ForeignKey(
        "NoticeMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="told"
    )  # that says it last; null: they were taken as knowing it

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "thing"], name="a_notice_is_told_in_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.thing}, {self.times}"

    @property
    def key(self) -> tuple[int, str, str]:
        """Who, which kind and what about, as `Notice.key` has it."""
        return (self.user_id, self.kind, self.thing)
