"""The agreement of presenters to sharing texts about their case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.clearance.audiences import Audience
from cases.models.case import Case
from members.models import Member


class SharingAgreementQuerySet(models.QuerySet):
    """A QuerySet of agreements."""

    def current(self) -> "SharingAgreementQuerySet":
        """Return the agreements that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class SharingAgreement(models.Model):
    """The agreement of a presenter to sharing texts about their case with an audience.

    When it is withdrawn, the texts published with it are withdrawn too.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sharing_agreements")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="sharing_agreements")
    audience = models.CharField(max_length=14, choices=Audience)
    agreed_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["agreed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member", "audience"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_presenter_agrees_to_an_audience_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.audience}"
