"""What other sites add to an issue: that they see it too, how often, on which day their group said so, and a line of words
that goes through checking."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models.texts import ClearedText
from kit.removal import Removable
from sites_app.models import Site

MOST_TIMES = 50  # more is no count but a guess


class IssueAdditionQuerySet(models.QuerySet):
    """A QuerySet of additions."""

    def counted_with(self, issue) -> "IssueAdditionQuerySet":
        """Return the additions to `issue`, a key or an expression, and to the issues merged into it."""
        return self.filter(Q(issue=issue) | Q(issue__merged_into=issue))

    def heads(self) -> models.QuerySet:
        """Return the keys of the issues that they count for: where an issue was merged into another, of the other."""
        return self.order_by().annotate(head=Coalesce("issue__merged_into", "issue")).values("head")


class IssueAddition(Removable):
    """A site sees an issue too that another site raised and that its people may read. It counts as raised there."""

    noun = "a site from the count of an issue"
    remove_perm = "commissioning.edit_addition"
    belongs_by = "site"  # and not to the case of the issue, which is another site's

    issue = models.ForeignKey(
        "commissioning.CommissionerIssue", on_delete=models.PROTECT, related_name="additions"
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="issue_additions")
    times = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_TIMES)]
    )  # how often it came up there
    on = models.DateField()  # the day on which their group said so
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = IssueAdditionQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "site"], name="a_site_adds_itself_once_to_an_issue"),
            models.CheckConstraint(
                condition=Q(times__gte=1, times__lte=MOST_TIMES), name="an_addition_counts_up_to_50_times"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} sees {self.issue_id} too"

    def get_absolute_url(self) -> str:
        """Return the URL of the issue."""
        return reverse("commissioning:issue_detail", args=[self.issue_id])

    @property
    def owner_row(self) -> Site:
        """The site that sees the issue too."""
        return self.site


class AdditionWording(models.Model):
    """A line of words of a site that sees an issue too, which was sent for checking. Readers see the published one."""

    line = "addition"  # its texts follow each other

    addition = models.ForeignKey(IssueAddition, on_delete=models.CASCADE, related_name="wordings")
    cleared_text = models.OneToOneField(
        ClearedText, on_delete=models.PROTECT, related_name="addition_wording"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Wording of addition {self.addition_id}"
