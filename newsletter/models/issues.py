"""The monthly newsletter: issues, and the entries they are made of."""

import hashlib
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import Audience, ClearedText
from cases.clearance.models.texts import canonical
from kit import words
from kit.dates import A_DAY, months_after
from sites_app.models import Programme, Site


class Edition(models.TextChoices):
    """Which edition a reader gets: members of the programme get everything, the public what is approved for everyone."""

    MEMBERS = "members", "Members’ edition"
    PUBLIC = "public", "Public edition"


class NewsletterIssueQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NewsletterIssueQuerySet":
        """Issues that `user` may open: sent ones (each reader sees the edition that is theirs), and, for brokers and
        the programme team, those still being made."""
        sent = Q(sent_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(sent)
        return self.filter(sent | Q(programme__in=user.standing.broker | user.standing.programme_team))

    def sent(self) -> "NewsletterIssueQuerySet":
        """Issues that are in the archive."""
        return self.filter(sent_at__isnull=False)

    def in_the_making(self) -> "NewsletterIssueQuerySet":
        """Issues of running programmes that are not sent yet."""
        return self.filter(sent_at__isnull=True, programme__ended_on__isnull=True)

    def to_edit_by(self, user) -> "NewsletterIssueQuerySet":
        """Issues that wait for this knowledge broker: not approved yet."""
        if not user.is_authenticated:
            return self.none()
        return self.in_the_making().filter(programme__in=user.standing.broker, approved_at__isnull=True)

    def to_approve_by(self, user) -> "NewsletterIssueQuerySet":
        """Issues that wait for this member of the programme team: to be read and approved, or to be sent."""
        if not user.is_authenticated:
            return self.none()
        return self.in_the_making().filter(
            programme__in=user.standing.programme_team, sent_for_checking_at__isnull=False
        )


class NewsletterIssue(models.Model):
    """The newsletter of one programme about one month."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="newsletter_issues")
    month = models.DateField()  # its first day
    number = models.PositiveSmallIntegerField()
    assembled_at = models.DateTimeField(default=timezone.now)
    sent_for_checking_at = models.DateTimeField(null=True, blank=True)
    sent_for_checking_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)  # deliveries were made, the archive shows it
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = NewsletterIssueQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "month"], name="a_programme_has_one_issue_a_month"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="an_approved_issue_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(approved_at__isnull=False),
                name="only_an_approved_issue_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("newsletter:issue_detail", args=[self.programme.slug, self.month])

    @property
    def name(self) -> str:
        """November 2012. Its title is an entry like the others, read by somebody else before it goes out."""
        return words.month(self.month)

    @property
    def stage(self) -> str:
        """Where it stands: draft, reading (sent for checking), approved or sent."""
        if self.sent_at:
            return "sent"
        if self.approved_at:
            return "approved"
        return "reading" if self.sent_for_checking_at else "draft"

    @property
    def last_day(self) -> date:
        """The last day of its month."""
        return months_after(self.month) - A_DAY

    def sites_without_words(self) -> models.QuerySet[Site]:
        """Sites that met that month and have not written about it in their own words."""
        return Site.objects.filter(
            newsletter_entries__issue=self,
            newsletter_entries__kind=Entry.Kind.SITE_UPDATE,
            newsletter_entries__left_out_at__isnull=True,
        ).exclude(newsletter_updates__issue=self)


class SiteUpdate(models.Model):
    """What a facilitator wrote about their site's month, in their own words. It stands in the issue after the facts."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="site_updates")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="newsletter_updates")
    words = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["site__code"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "site"], name="a_site_writes_one_update_an_issue"),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.issue}"


class EntryQuerySet(models.QuerySet):
    def kept(self) -> "EntryQuerySet":
        """Entries that were not left out."""
        return self.filter(left_out_at__isnull=True)

    def wanting_words_from(self, user) -> "EntryQuerySet":
        """Site updates of issues in the making for which this facilitator has not written yet: one row per issue and
        site of theirs."""
        if not user.is_authenticated:
            return self.none()
        written = SiteUpdate.objects.filter(issue=OuterRef("issue"), site=OuterRef("site"))
        return self.kept().filter(
            ~Exists(written),
            kind=Entry.Kind.SITE_UPDATE,
            site__in=user.standing.facilitates,
            issue__sent_at__isnull=True,
            issue__approved_at__isnull=True,
            issue__programme__ended_on__isnull=True,
        )

    def published(self) -> "EntryQuerySet":
        """Kept entries whose text is out; where one tells of another text, such as a write-up, that is out too."""
        out = ClearedText.objects.published().values("pk")
        return self.kept().filter(Q(made_from__isnull=True) | Q(made_from__in=out), cleared_text__in=out)

    def of_edition(self, edition: str) -> "EntryQuerySet":
        """Published entries of the members' or the public edition."""
        if edition == Edition.MEMBERS:
            return self.published()
        return self.published().filter(audience=Audience.PUBLIC, cleared_text__audience=Audience.PUBLIC)

    def readable_by(self, user) -> "EntryQuerySet":
        """Published entries of the edition that is this reader's. Commissioners get the public edition and what is
        approved for them; a reply about an issue of other sites is not."""
        found = self.published()
        public = Q(audience=Audience.PUBLIC, cleared_text__audience=Audience.PUBLIC)
        if not user.is_authenticated:
            return found.filter(public)
        standing = user.standing
        for_commissioners = Q(
            issue__programme__in=standing.commissioner,
            audience__in=[Audience.COMMISSIONERS, Audience.PUBLIC],
            cleared_text__audience__in=[Audience.COMMISSIONERS, Audience.PUBLIC],
        ) & (~Q(kind=Entry.Kind.REPLY) | Q(site__in=standing.commissioner_sites))
        for_members = Q(issue__programme__in=standing.member_programmes)
        return found.filter(public | for_commissioners | for_members)


class Entry(models.Model):
    """One piece of an issue. Draft words stay with brokers and the programme team; readers see its ClearedText."""

    class Kind(models.TextChoices):
        HEAD = "head", "Title"  # the title of the issue, and the line under it
        SITE_UPDATE = "site_update", "From the sites"
        LEARNING_OBJECT = "learning_object", "New write-ups"
        EVIDENCE = "evidence", "Evidence"
        REPLY = "reply", "Replies from commissioners"
        DIARY = "diary", "Dates"

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=120)  # the row it came from, such as "library.learningobject:4"
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_entries"
    )
    position = models.PositiveSmallIntegerField(default=0)
    headline = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)  # a path of this installation, or an address
    is_promise = models.BooleanField(
        default=False
    )  # a commissioner binds themselves by it, or has kept their word
    audience = models.CharField(max_length=14, choices=Audience, default=Audience.PROGRAMME)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)  # edited words survive assembling again
    left_out_at = models.DateTimeField(null=True, blank=True)
    source_gone_at = models.DateTimeField(
        null=True, blank=True
    )  # what it tells of was withdrawn or called off
    made_from = models.ForeignKey(
        ClearedText, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_entries_about"
    )  # the published text it tells of: a write-up, the wording of an issue
    cleared_text = models.ForeignKey(
        ClearedText, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_entries"
    )  # what readers see

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "kind", "source"], name="an_issue_takes_each_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.source

    @property
    def is_left_out(self) -> bool:
        return self.left_out_at is not None

    @property
    def is_edited(self) -> bool:
        """Whether somebody wrote in it, so that its words no longer follow the facts by themselves."""
        return self.edited_at is not None

    @property
    def is_its_own_text(self) -> bool:
        """Whether readers see the published text it tells of, as it stands: a write-up that nobody edited here."""
        return self.kind == self.Kind.LEARNING_OBJECT and not self.is_edited and self.made_from_id is not None

    @property
    def content(self) -> dict:
        """What it says now, as readers would see it once it has been checked."""
        return {
            "title": self.headline,
            "words": self.words,
            "link": self.link,
            "kind": self.get_kind_display(),
            "is_promise": self.is_promise,
            "programme": self.issue.programme.name,
            "month": self.issue.name,
        }

    @property
    def fingerprint(self) -> str:
        """What it says and to whom, in a few characters that change when it does."""
        said = canonical({**self.content, "audience": self.audience})
        return hashlib.sha256(said.encode()).hexdigest()[:20]
