"""The write-up of a case: a draft that stays with the site, versions that were sent for checking, and their PDFs."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import Audience, ClearedText
from cases.models import Case, Need
from cases.models.reading import OfACaseQuerySet
from kit.periods import Exactness
from kit.queues import Claimable, ClaimableQuerySet
from knowledge.library.models.shown import is_shown_to
from sites_app.models import Site


class LearningObjectQuerySet(OfACaseQuerySet):
    """QuerySet of write-ups."""

    def visible_to(self, user) -> "LearningObjectQuerySet":
        """Return the write-ups whose draft `user` may read: they may read the case."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def readable_by(self, user) -> "LearningObjectQuerySet":
        """Return the write-ups with a published version that `user` may read in the library."""
        versions = LearningObjectVersion.objects.readable_by(user).filter(learning_object=OuterRef("pk"))
        return self.filter(Exists(versions))


class LearningObject(models.Model):
    """The write-up of a case. The draft stays with the site; readers outside see the ClearedText of a version."""

    class Place(models.TextChoices):
        """What a write-up tells of the place where it comes from."""

        SITE = "site", "The site"
        PROGRAMME = "programme", "The programme alone"

    DRAFT_SECTIONS = [
        "draft_title",
        "draft_standfirst",
        "draft_story",
        "draft_tried",
        "draft_again",
        "draft_stood_in_the_way",
    ]

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="learning_object")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="learning_objects")
    draft_title = models.CharField(max_length=120, blank=True)
    draft_standfirst = models.CharField(max_length=300, blank=True)
    draft_story = models.TextField(blank=True)
    draft_tried = models.TextField(blank=True)  # what was tried, and what helped
    draft_again = models.TextField(blank=True)  # what we would do again
    draft_stood_in_the_way = models.TextField(blank=True)
    draft_steps = models.JSONField(
        default=dict, blank=True
    )  # words for readers outside, by step id; "" leaves it out
    draft_bottom_lines = models.JSONField(default=dict, blank=True)  # the same by attached evidence id
    audience = models.CharField(
        max_length=14, choices=Audience, default=Audience.PROGRAMME
    )  # it is meant for
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)

    tells_place = models.CharField(max_length=9, choices=Place, default=Place.SITE)
    tells_days = models.CharField(max_length=6, choices=Exactness, default=Exactness.MONTH)
    needs_left_out = models.ManyToManyField(Need, blank=True, related_name="+")

    objects = LearningObjectQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.draft_title or self.case.title

    def get_absolute_url(self) -> str:
        """Return the permanent address."""
        return reverse("library:learning_object_detail", args=[self.pk])

    @property
    def draft_small_words(self) -> str:
        """Return the draft's words for steps and bottom lines as one text, so that revisions keep them too."""
        return "\n".join([*self.draft_steps.values(), *self.draft_bottom_lines.values()])


class LearningObjectVersionQuerySet(models.QuerySet):
    """QuerySet of the versions of write-ups."""

    def published(self) -> "LearningObjectVersionQuerySet":
        """Return the versions that are published and not withdrawn."""
        return self.filter(
            cleared_text__publication__isnull=False, cleared_text__publication__withdrawn_at__isnull=True
        )

    def readable_by(self, user) -> "LearningObjectVersionQuerySet":
        """Return the version of each write-up for this reader."""
        return self.filter(is_shown_to(user)).order_by("-number")


class LearningObjectVersion(models.Model):
    """One text of a write-up that was sent for checking. Readers see the published one that is for them."""

    line = "learning_object"  # its texts follow each other

    learning_object = models.ForeignKey(LearningObject, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    cleared_text = models.OneToOneField(
        ClearedText, on_delete=models.PROTECT, related_name="learning_object_version"
    )

    objects = LearningObjectVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["learning_object", "number"], name="a_learning_object_has_each_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cleared_text} (version {self.number})"


class PdfQuerySet(ClaimableQuerySet):
    """QuerySet of PDFs."""

    def due(self) -> "PdfQuerySet":
        """Return the PDFs to make: of published texts, not made yet, and not being made by a worker now."""
        return self.unclaimed().filter(
            made_at__isnull=True,
            attempts__lt=Pdf.MOST_ATTEMPTS,
            version__in=LearningObjectVersion.objects.published(),
        )


class Pdf(Claimable):
    """The PDF of a published version: asked for, being made, or made. The rows are the queue."""

    MOST_ATTEMPTS = 5

    version = models.OneToOneField(LearningObjectVersion, on_delete=models.CASCADE, related_name="pdf")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="pdf", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PdfQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"PDF of {self.version}"

    @property
    def is_being_made(self) -> bool:
        """Return True if a worker is making it now."""
        return self.claimed_until is not None and self.claimed_until > timezone.now()

    @property
    def has_failed(self) -> bool:
        """Return True if the last attempt is over and no other follows."""
        return self.made_at is None and self.attempts >= self.MOST_ATTEMPTS and not self.is_being_made
