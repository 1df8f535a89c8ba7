"""What presenters said about sharing texts of their case: facts that are only added. The latest one counts."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.clearance.audiences import OUTWARD, Audience
from cases.models.case import Case
from kit.kept import KeptQuerySet, KeptRow
from members.models import Member


class SharingAgreementQuerySet(KeptQuerySet):
    """A QuerySet of what presenters said."""

    def about_every_text(self) -> "SharingAgreementQuerySet":
        """Return what was said about every text of the case for an audience, and not about one text alone."""
        return self.filter(cleared_text=None)

    def current(self) -> "SharingAgreementQuerySet":
        """Return what each presenter said last about every text of a case for each audience."""
        later = self.model.objects.about_every_text().filter(
            case=OuterRef("case"), member=OuterRef("member"), audience=OuterRef("audience"), pk__gt=OuterRef("pk")
        )  # fmt: skip
        return self.about_every_text().filter(~Exists(later))

    def agreed(self) -> "SharingAgreementQuerySet":
        """Return those that say yes."""
        return self.filter(said=SharingAgreement.Said.YES)

    def not_agreed(self) -> "SharingAgreementQuerySet":
        """Return those that say no, or take a yes back."""
        return self.exclude(said=SharingAgreement.Said.YES)

    def widest_of(self, case: Case, member: Member) -> Audience | None:
        """Return the widest audience that `member` agrees to now, or None."""
        agreed = set(
            self.current().agreed().filter(case=case, member=member).values_list("audience", flat=True)
        )
        return next((each for each in reversed(OUTWARD) if each in agreed), None)

    def about(self, *, cleared_text, audience) -> "SharingAgreementQuerySet":
        """Return what was said about one text: alone, or with every text of its case for its `audience`.

        `cleared_text` and `audience` may be references to an outer query.
        """
        return self.filter(Q(cleared_text=cleared_text) | Q(cleared_text=None, audience=audience))


class SharingAgreement(KeptRow):
    """A presenter said yes or no to sharing texts about their case with an audience, or took a yes back.

    What they said last counts. It is about every text of the case for this audience, or about one text alone. When a
    yes is taken back, the texts published under it are withdrawn.
    """

    class Said(models.TextChoices):
        """What a presenter said."""

        YES = "yes", "Agreed"
        NO = "no", "Did not agree"
        WITHDRAWN = "withdrawn", "Withdrew their agreement"

    refusal = "What a presenter said never changes. Record what they say now instead."

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sharing_agreements")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="sharing_agreements")
    audience = models.CharField(max_length=14, choices=Audience)
    cleared_text = models.ForeignKey(
        "ClearedText", null=True, blank=True, on_delete=models.PROTECT, related_name="sharing_agreements"
    )  # null: every text of the case for this audience
    said = models.CharField(max_length=9, choices=Said)
    said_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the presenter themselves, by a link in a mail
    is_own_word = models.BooleanField()  # given by the presenter, and not recorded for them by somebody else

    objects: ClassVar[Any] = SharingAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | Q(is_own_word=True),
                name="who_recorded_an_agreement_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_said_display()}, {self.audience}"

    @property
    def is_yes(self) -> bool:
        """Whether it says yes."""
        return self.said == self.Said.YES
