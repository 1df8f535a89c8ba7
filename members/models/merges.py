"""Two records of one person that were made one."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from members.models.members import Member


class MemberMerge(models.Model):
    """A record of a person was merged into another of the same site, which holds everything since.

    The database lets rows that never change go from one to the other where there is such a row.
    """

    into = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="merges")
    was = models.PositiveBigIntegerField(unique=True)  # the id of the record that is gone
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Record {self.was} merged into {self.into}"
