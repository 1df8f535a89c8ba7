"""Issues for commissioners, the wordings that were approved, and the replies."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models.texts import ClearedText
from cases.models.case import Case
from cases.models.reading import OfACaseQuerySet
from kit.privacy.outward import OutwardCharField, OutwardNameField, OutwardTextField
from kit.removal import Removable
from kit.vocabulary import Word
from sites_app.models import PublishedFigures, Site


class CommissionerIssueQuerySet(OfACaseQuerySet):
    """A QuerySet of issues for commissioners."""

    def visible_to(self, user) -> "CommissionerIssueQuerySet":
        """Return the issues that `user` may read as raised in the room: those of the cases that they may read."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def readable_by(self, user) -> "CommissionerIssueQuerySet":
        """Return the issues of which `user` may read an approved wording."""
        wordings = IssueWording.objects.filter(cleared_text__in=ClearedText.objects.fullest_for(user))
        return self.filter(pk__in=wordings.values("issue"))

    def with_wordings_readable_by(self, user) -> "CommissionerIssueQuerySet":
        """Fetch the wording of each issue for this reader as `readable_wordings`."""
        wordings = IssueWording.objects.filter(
            cleared_text__in=ClearedText.objects.fullest_for(user)
        ).select_related("cleared_text__publication")
        return self.prefetch_related(Prefetch("wordings", queryset=wordings, to_attr="readable_wordings"))

    def published(self) -> "CommissionerIssueQuerySet":
        """Return the issues with a published wording."""
        return self.filter(
            Exists(ClearedText.objects.published().filter(issue_wording__issue=OuterRef("pk")))
        )

    def not_out(self) -> "CommissionerIssueQuerySet":
        """Return the issues without a published wording."""
        return self.exclude(pk__in=CommissionerIssue.objects.published().values("pk"))

    def raised_at(self, sites) -> "CommissionerIssueQuerySet":
        """Return the issues raised at one of `sites`, or with an issue raised there merged into them."""
        counted = CommissionerIssue.objects.filter(site__in=sites, merged_into__isnull=False)
        return self.filter(Q(site__in=sites) | Q(pk__in=counted.values("merged_into")))

    def with_checking_state(self) -> "CommissionerIssueQuerySet":
        """Add `is_being_checked`: whether a wording is being checked."""
        waiting = ClearedText.objects.being_checked().filter(issue_wording__issue=OuterRef("pk"))
        return self.annotate(is_being_checked=Exists(waiting))

    def unmerged(self) -> "CommissionerIssueQuerySet":
        """Return the issues that are not merged into another."""
        return self.filter(merged_into__isnull=True)


class CommissionerIssueManager(models.Manager.from_queryset(CommissionerIssueQuerySet)):  # type: ignore[misc]  # made as it runs
    """The issues, each with the name of its theme."""

    def get_queryset(self) -> CommissionerIssueQuerySet:
        """Return them with their theme, so that a list of them asks once."""
        return super().get_queryset().select_related("theme_word")


class IssueTheme(Word):
    """What issues for commissioners are about, such as a gap between services."""

    slug_field = "key"

    name = OutwardNameField(max_length=60, unique=True)
    key = models.SlugField(max_length=24, unique=True)

    @classmethod
    def choices(cls, now: str = "") -> list[tuple[str, str]]:
        """Return the key and name of each theme that is offered, and of the one that an issue has `now`."""
        offered = cls.objects.filter(Q(retired_at=None) | Q(key=now))
        return list(offered.values_list("key", "name"))

    def give_to(self, other: Word) -> None:
        """Give the issues of this theme the `other` one."""
        assert isinstance(other, IssueTheme)
        CommissionerIssue._base_manager.filter(theme=self.key).update(theme=other.key)


class CommissionerIssue(Removable):
    """Something that the group cannot solve by itself. Its words as raised stay with the site."""

    noun = "an issue"
    remove_perm = "commissioning.remove_issue"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="issues")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="issues")
    theme = models.CharField(max_length=24)  # the key of an IssueTheme
    theme_word = models.ForeignObject(
        "IssueTheme",
        null=True,
        on_delete=models.DO_NOTHING,
        from_fields=["theme"],
        to_fields=["key"],
        related_name="+",
    )  # the same, for its name
    words = models.TextField()  # as raised in the room; stays with the site
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(default=timezone.now)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_issues"
    )

    objects = CommissionerIssueManager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="an_issue_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_theme_display()} ({self.case.reference})"

    def get_absolute_url(self) -> str:
        """Return the URL of the issue."""
        return reverse("commissioning:issue_detail", args=[self.pk])

    def get_theme_display(self) -> str:
        """Return the name of the theme."""
        return self.theme_word.name if self.theme_word else self.theme

    @property
    def owner_row(self) -> Case:
        """The case that it was raised from."""
        return self.case

    @property
    def text(self) -> ClearedText | None:
        """The wording for the reader given to `with_wordings_readable_by`, or None."""
        wordings = getattr(self, "readable_wordings", [])
        return wordings[0].cleared_text if wordings else None

    @property
    def latest_reply(self) -> "IssueReply | None":
        """The newest reply, or None. Uses prefetched replies."""
        replies = list(self.replies.all())
        return replies[0] if replies else None


class IssueWording(models.Model):
    """A wording of an issue that was sent for checking. Readers see the published one that is for them."""

    line = "issue"  # its texts follow each other

    issue = models.ForeignKey(CommissionerIssue, on_delete=models.CASCADE, related_name="wordings")
    cleared_text = models.OneToOneField(ClearedText, on_delete=models.PROTECT, related_name="issue_wording")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Wording of {self.issue_id}"


class IssueReplyQuerySet(models.QuerySet):
    """A QuerySet of replies."""

    def promised_by(self, user) -> "IssueReplyQuerySet":
        """Return the changes that `user` promised: open promises first, by day, then the kept ones."""
        return self.filter(by=user, kind=IssueReply.Kind.WILL_CHANGE).order_by(
            F("kept_on").desc(nulls_first=True), "due_on"
        )


class IssueReply(Removable):
    """A commissioner's reply to an issue."""

    noun = "a reply"
    remove_perm = "commissioning.remove_reply"

    class Kind(models.TextChoices):
        """What a reply says."""

        WILL_CHANGE = "will_change", "We will change this"
        LOOKING_INTO_IT = "looking_into_it", "We are looking into it"
        CANNOT = "cannot", "We cannot change this, because …"
        NOT_OURS = "not_ours", "This is the responsibility of …"

    issue = models.ForeignKey(CommissionerIssue, on_delete=models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issue_replies")
    kind = models.CharField(max_length=16, choices=Kind)
    words = OutwardTextField()
    due_on = models.DateField(null=True, blank=True)  # for "will change"
    first_due_on = models.DateField(null=True, blank=True)  # the day that was promised first
    whose = OutwardCharField(max_length=120, blank=True)  # for "not ours"
    kept_on = models.DateField(null=True, blank=True)  # the promise was kept
    replied_at = models.DateTimeField(default=timezone.now)

    objects = IssueReplyQuerySet.as_manager()

    class Meta:
        ordering = ["-replied_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="not_ours") | ~Q(whose=""), name="a_reply_not_ours_says_whose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.issue_id}"

    @property
    def site(self) -> Site:
        """The site that raised the issue."""
        return self.issue.site

    @property
    def site_id(self) -> int:
        """The id of the site that raised the issue."""
        return self.issue.site_id

    @property
    def owner_row(self) -> Case:
        """The case that the issue was raised from."""
        return self.issue.case

    @property
    def first_promised_for(self) -> date | None:
        """The day that was promised first, if it is not the one that is promised now."""
        return self.first_due_on if self.first_due_on != self.due_on else None


class ThemeFigures(PublishedFigures):
    """How often each theme was raised in a programme, for whole quarters, for those who can't read every issue.

    `figures` has a list of [theme, count] as `cells`; the theme is "" for others.
    """

    class Meta(PublishedFigures.Meta):
        pass

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each theme in words ("" for others) and how often it was raised."""
        names = {"": "", **dict(IssueTheme.objects.values_list("key", "name"))}
        return [(names[theme], count) for theme, count in self.figures["cells"]]
