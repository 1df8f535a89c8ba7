"""Roles that somebody proposed for the list of a programme."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kit.lines import LineField
from sites_app.models import Programme


class DisciplineProposal(models.Model):
    """A role that somebody proposed for the list of a programme, until the programme team decides about it.

    So long, the role of the members for whom it was proposed is not known yet. Only the team reads it: what somebody
    has typed in a list may say who they are.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="discipline_proposals")
    name = LineField(max_length=120)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="a_role_is_proposed_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.name
