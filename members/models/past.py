"""What was true of a member before: an earlier name, an earlier role, and what was corrected."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kit.lines import LineField
from members.models.members import Discipline, Member


class PastName(models.Model):
    """The name of a member until they changed it. Only the papers of a day before then show it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="past_names")
    name = LineField(max_length=120)
    until = models.DateField()  # the first day of the next name

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "until"], name="a_member_changes_their_name_once_a_day")
        ]

    def __str__(self) -> str:
        return f"A name of {self.member} until {self.until}"


class PastRole(models.Model):
    """The discipline of a member until they got another. None: it was not known."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="past_roles")
    discipline = models.ForeignKey(
        Discipline, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateField()  # the first day of the next role

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "until"], name="a_member_changes_their_role_once_a_day")
        ]

    def __str__(self) -> str:
        return f"A role of {self.member} until {self.until}"


class MemberCorrection(models.Model):
    """Something that papers of closed meetings say of a member was changed: what, from which day on, by whom and why."""

    class What(models.TextChoices):
        """What was changed."""

        NAME = "name", "Name"
        ROLE = "role", "Role"
        JOINED = "joined", "Day joined"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="detail_corrections")
    what = models.CharField(max_length=6, choices=What)
    since = models.DateField()  # the first day for which papers say something else now
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_correction_of_a_member_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} of {self.member}: {self.reason}"
