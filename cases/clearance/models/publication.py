"""The publication and withdrawal of texts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.clearance.models.texts import ClearedText
from kit.errors import RefusedError


class WithdrawalReason(models.TextChoices):
    """Why a published text was withdrawn, as readers are told instead of the text."""

    PRIVACY = "privacy", "It was withdrawn to protect somebody’s privacy."
    AGREEMENT = "agreement", "The presenters of this case withdrew their agreement."
    MISTAKE = "mistake", "It contained a mistake."
    OUT_OF_DATE = "out_of_date", "It is out of date."
    NEWER = "newer", "A newer text has replaced it."
    CORRECTED = "corrected", "It is being corrected."
    SITE = "site", "The site no longer shares it."


class PublicationQuerySet(models.QuerySet):
    """A QuerySet of publications, which are added one by one and never deleted."""

    def bulk_create(self, *args, **kwargs):
        """Raise RefusedError: texts are published one by one."""
        raise RefusedError(
            "Texts are published one by one, each after it is approved. Use the publish action."
        )

    def update(self, **kwargs):
        """Raise RefusedError: a publication never changes."""
        raise RefusedError("What is published never changes. Withdraw it instead.")

    def delete(self):
        raise RefusedError("What was published leaves a trace. Withdraw it instead.")


class Publication(models.Model):
    """The publication of a text. When the text is withdrawn, this row stays, with the reason."""

    cleared_text = models.OneToOneField(ClearedText, on_delete=models.PROTECT, related_name="publication")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=12, blank=True, choices=WithdrawalReason)
    withdrawn_note = models.TextField(blank=True)  # free words, for the facilitator and the programme team

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at"]
        indexes = [
            models.Index(
                F("published_at").desc(),
                condition=Q(withdrawn_at__isnull=True),
                name="what_was_published_lately",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="", withdrawn_note="")
                | Q(withdrawn_at__isnull=False, withdrawn_because__in=WithdrawalReason.values),
                name="a_withdrawn_text_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication of {self.cleared_text_id}"

    def delete(self, *args, **kwargs):
        raise RefusedError("What was published leaves a trace. Withdraw it instead.")
