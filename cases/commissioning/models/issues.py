"""Issues for commissioners, their themes, and the wordings that were approved."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models.texts import ClearedText
from cases.commissioning.models.additions import IssueAddition
from cases.commissioning.models.replies import IssueReply
from cases.models.case import Case
from cases.models.reading import OfACaseQuerySet
from kit.periods import earlier_of
from kit.privacy.outward import OutwardNameField
from kit.removal import Removable
from kit.vocabulary import Word
from sites_app.models import Site


class CommissionerIssueQuerySet(OfACaseQuerySet):
    """A QuerySet of issues for commissioners."""

    def visible_to(self, user) -> "CommissionerIssueQuerySet":
        """Return the issues that `user` may read as raised in the room: those of the cases that they may read."""
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case"))))

    def readable_by(self, user) -> "CommissionerIssueQuerySet":
        """Return the issues of which `user` may read an approved wording."""
        return self.filter(Exists(self.wordings_for(user).filter(issue=OuterRef("pk"))))

    def with_wordings_readable_by(self, user) -> "CommissionerIssueQuerySet":
        """Fetch the wording of each issue for this reader as `readable_wordings`."""
        wordings = Prefetch("wordings", queryset=self.wordings_for(user), to_attr="readable_wordings")
        return self.prefetch_related(wordings)

    @staticmethod
    def wordings_for(user) -> models.QuerySet:
        """Return the wording of each issue for this reader, with its text."""
        theirs = ClearedText.objects.is_fullest_for(user, of="issue_wording")
        wordings = IssueWording.objects.filter(theirs)
        return wordings.select_related("cleared_text__publication")

    def published(self) -> "CommissionerIssueQuerySet":
        """Return the issues with a published wording."""
        return self.filter(
            Exists(ClearedText.objects.published().filter(issue_wording__issue=OuterRef("pk")))
        )

    def for_everyone(self) -> "CommissionerIssueQuerySet":
        """Return the issues with a published wording for everyone: those that have a public page."""
        return self.with_public_page().filter(is_public=True)

    def with_public_page(self) -> "CommissionerIssueQuerySet":
        """Add `is_public`: whether a wording for everyone is published."""
        public = ClearedText.objects.for_everyone().filter(issue_wording__issue=OuterRef("pk"))
        return self.annotate(is_public=Exists(public))

    def not_out(self) -> "CommissionerIssueQuerySet":
        """Return the issues without a published wording."""
        return self.exclude(pk__in=CommissionerIssue.objects.published().values("pk"))

    def raised_at(self, sites) -> "CommissionerIssueQuerySet":
        """Return the issues raised at one of `sites`, with an issue raised there merged into them, or seen there too."""
        counted = CommissionerIssue.objects.filter(site__in=sites, merged_into__isnull=False)
        added = IssueAddition.objects.filter(site__in=sites)
        return self.filter(
            Q(site__in=sites)
            | Q(pk__in=counted.values("merged_into"))
            | Q(pk__in=added.heads())
            | Q(pk__in=added.values("issue"))
        )

    def counted_with(self, issue: "CommissionerIssue") -> "CommissionerIssueQuerySet":
        """Return `issue` and the issues merged into it."""
        return self.filter(Q(pk=issue.pk) | Q(merged_into=issue.pk))

    def with_checking_state(self) -> "CommissionerIssueQuerySet":
        """Add `is_being_checked`: whether a wording is being checked."""
        waiting = ClearedText.objects.being_checked().filter(issue_wording__issue=OuterRef("pk"))
        return self.annotate(is_being_checked=Exists(waiting))

    def unmerged(self) -> "CommissionerIssueQuerySet":
        """Return the issues that are not merged into another."""
        return self.filter(merged_into__isnull=True)

    def awaiting_reply(self, today: date, *, of=None) -> "CommissionerIssueQuerySet":
        """Return the issues that wait for a commissioner on the day `today`: without a reply, or with a newest one that
        looks into it, or agreed an exception, until a day that is over. Whether their words are approved is asked apart.
        With the account `of`, also those of which another commissioner said that they are theirs, once they have joined.
        """
        replies = IssueReply.objects.filter(issue=OuterRef("pk"))
        waits = ~Exists(replies) | Exists(replies.asking_again(today))
        if of is not None:
            waits |= Q(Exists(replies.passed_on().filter(invitation__accepted_by=of)))
        return self.filter(waits)


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

    def get_public_url(self) -> str:
        """Return the URL of its page for everyone, which is there while a wording for everyone is published."""
        return reverse("public_issue_detail", args=[self.pk])

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
    def sites_that_raised(self) -> set[int]:
        """The ids of the sites that raised it or an issue that is merged into it, or that see it too."""
        merged = self.merged_issues.values_list("site", flat=True)  # their keys alone
        added = IssueAddition.objects.counted_with(self.pk).values_list("site", flat=True)
        return {self.site_id, *merged, *added}

    @property
    def raised_since(self) -> str:
        """The key of the period since which it is raised, as exactly as its wording tells (kit.periods), or "".

        Needs `text`, and `first_added_on` of `with_times_raised`.
        """
        raised = self.text.content.get("raised", "") if self.text else ""
        added_on: date | None = getattr(self, "first_added_on", None)
        return earlier_of(raised, added_on) if raised and added_on else raised

    @property
    def latest_reply(self) -> IssueReply | None:
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
