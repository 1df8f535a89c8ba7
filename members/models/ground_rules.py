"""The ground rules of a programme, and who agreed to them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kit.privacy.outward import OutwardTextField
from members.models.members import Member
from sites_app.models import Programme


class GroundRules(models.Model):
    """One version of the ground rules of a programme. The latest one is current."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="ground_rules")
    version = models.PositiveSmallIntegerField()
    text = OutwardTextField()  # one rule a line
    since = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="ground_rules_have_each_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, version {self.version}"

    @property
    def lines(self) -> list[str]:
        """Return the rules, one by one."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class Agreement(models.Model):
    """A member agreed to a version of the ground rules on a day."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="agreements")
    ground_rules = models.ForeignKey(GroundRules, on_delete=models.PROTECT, related_name="agreements")
    agreed_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "ground_rules"], name="a_member_agrees_to_a_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} agreed to {self.ground_rules}"
