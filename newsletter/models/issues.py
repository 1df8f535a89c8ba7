"""The issues of the monthly newsletter, and their entries."""

import hashlib
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import Audience, ClearedText
from cases.clearance.models.texts import canonical
from cases.models import Case
from kit import words
from kit.dates import A_DAY, months_after
from sites_app.models import Programme, Site

LATE_AFTER = timedelta(days=15)  # after its month, or after the day from which its dates are


class Edition(models.TextChoices):
    """An edition of an issue: members get everything, commissioners and the public what is approved for them."""

    MEMBERS = "members", "Members’ edition"
    COMMISSIONERS = "commissioners", "Commissioners’ edition"
    PUBLIC = "public", "Public edition"


class NewsletterIssueQuerySet(models.QuerySet):
    """QuerySet of newsletter issues."""

    def visible_to(self, user) -> "NewsletterIssueQuerySet":
        """Return the issues that `user` may open.

        Everyone may open sent issues, each in the edition that is theirs; brokers and the programme team also see
        drafts.
        """
        sent = Q(sent_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(sent)
        return self.filter(sent | Q(programme__in=user.standing.broker | user.standing.programme_team))

    def sent(self) -> "NewsletterIssueQuerySet":
        """Return the issues that are in the archive."""
        return self.filter(sent_at__isnull=False)

    def in_the_making(self) -> "NewsletterIssueQuerySet":
        """Return the issues of running programmes that are not sent yet."""
        return self.filter(sent_at__isnull=True, programme__ended_on__isnull=True)

    def to_edit_by(self, user) -> "NewsletterIssueQuerySet":
        """Return the issues that this knowledge broker can edit: not approved yet."""
        if not user.is_authenticated:
            return self.none()
        return self.in_the_making().filter(programme__in=user.standing.broker, approved_at__isnull=True)

    def to_approve_by(self, user) -> "NewsletterIssueQuerySet":
        """Return the issues that this member of the programme team has to approve or to send."""
        if not user.is_authenticated:
            return self.none()
        return self.in_the_making().filter(
            programme__in=user.standing.programme_team, sent_for_checking_at__isnull=False
        )


class NewsletterIssue(models.Model):
    """The newsletter of one programme for one month."""

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
    sent_at = models.DateTimeField(null=True, blank=True)  # deliveries exist, and the archive shows it
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dated_on = models.DateField(
        null=True, blank=True
    )  # a late one was dated anew: the day from which its dates are
    stopped_at = models.DateTimeField(null=True, blank=True)  # what was not sent by then is not sent
    stopped_by = models.ForeignKey(
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
        """Return the address of the issue in the archive."""
        return reverse("newsletter:issue_detail", args=[self.programme.slug, self.month])

    @property
    def name(self) -> str:
        """Return the month in words: November 2012.

        The title is not used: it is an entry that has to be checked before everyone can read it.
        """
        return words.month(self.month)

    @property
    def editor(self):
        """Return whoever sent it for checking, whom readers can write to, or None if their account is closed."""
        by = self.sent_for_checking_by
        return by if by and by.is_active else None

    @property
    def stage(self) -> str:
        """Return the stage of the issue: draft, reading (sent for checking), approved or sent."""
        if self.sent_at:
            return "sent"
        if self.approved_at:
            return "approved"
        return "reading" if self.sent_for_checking_at else "draft"

    @property
    def last_day(self) -> date:
        """Return the last day of the month."""
        return months_after(self.month) - A_DAY

    @property
    def late_from(self) -> date:
        """Return the day from which the issue is late: it still goes out as it is, or dated anew."""
        return (self.dated_on or self.last_day) + LATE_AFTER

    @property
    def is_late(self) -> bool:
        """Return True if it is not sent, and late today."""
        return self.sent_at is None and timezone.localdate() >= self.late_from

    def sites_without_update(self) -> models.QuerySet[Site]:
        """Return the sites with an entry in the issue whose facilitator has not written an update."""
        return Site.objects.filter(
            newsletter_entries__issue=self,
            newsletter_entries__kind=Entry.Kind.SITE_UPDATE,
            newsletter_entries__left_out_at__isnull=True,
        ).exclude(newsletter_updates__issue=self)


class SiteUpdate(models.Model):
    """A facilitator's update about the month at their site. It stands in the issue after the facts."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="site_updates")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="newsletter_updates")
    words = models.TextField()
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_updates"
    )  # that it tells about: its presenters have to agree
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["site__code"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "site"], name="a_site_writes_one_update_an_issue"),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.issue}"


FOR_EVERYONE = Q(audience=Audience.PUBLIC, cleared_text__audience=Audience.PUBLIC)
FOR_COMMISSIONERS = Q(
    audience__in=[Audience.COMMISSIONERS, Audience.PUBLIC],
    cleared_text__audience__in=[Audience.COMMISSIONERS, Audience.PUBLIC],
)  # an entry that is approved for commissioners, or for everyone


class EntryQuerySet(models.QuerySet):
    """QuerySet of the entries of issues."""

    def kept(self) -> "EntryQuerySet":
        """Return the entries that were not left out."""
        return self.filter(left_out_at__isnull=True)

    def awaiting_update_from(self, user) -> "EntryQuerySet":
        """Return the site entries of unapproved issues for which this facilitator has not written an update yet.

        There is one for each issue and each site of theirs.
        """
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
        """Return the kept entries whose text is published. If an entry repeats another text, that is published too."""
        out = ClearedText.objects.published().values("pk")
        return self.kept().filter(Q(made_from__isnull=True) | Q(made_from__in=out), cleared_text__in=out)

    def of_edition(self, edition: str) -> "EntryQuerySet":
        """Return the published entries of an edition, as it goes by mail.

        One letter goes to all commissioners, so replies that not all of them may read are left to the archive.
        """
        theirs = {
            Edition.MEMBERS: Q(),
            Edition.PUBLIC: FOR_EVERYONE,
            Edition.COMMISSIONERS: FOR_EVERYONE | FOR_COMMISSIONERS & ~Q(kind=Entry.Kind.REPLY),
        }
        return self.published()._said_once(theirs[Edition(edition)])

    def readable_by(self, user) -> "EntryQuerySet":
        """Return the published entries that `user` may read.

        Members read all of them. Commissioners read the public edition and what is approved for them, except replies
        about issues of other sites.
        """
        found = self.published()
        if not user.is_authenticated:
            return found._said_once(FOR_EVERYONE)
        standing = user.standing
        for_commissioners = (
            Q(issue__programme__in=standing.commissioner)
            & FOR_COMMISSIONERS
            & (~Q(kind=Entry.Kind.REPLY) | Q(site__in=standing.commissioner_sites))
        )
        for_members = Q(issue__programme__in=standing.member_programmes)
        return found._said_once(FOR_EVERYONE | for_commissioners | for_members)

    def _said_once(self, theirs: Q) -> "EntryQuerySet":
        """Return the entries that are `theirs`, without what is said in brief of a thing of which they have the whole."""
        found = self.filter(theirs)
        whole = Entry.objects.published().filter(theirs, issue=OuterRef("issue"), source=OuterRef("source"))
        return found.exclude(Q(kind=Entry.Kind.BRIEF) & Exists(whole.exclude(kind=Entry.Kind.BRIEF)))


class Entry(models.Model):
    """One entry of an issue. Draft words are for brokers and the programme team; readers see its ClearedText."""

    class Kind(models.TextChoices):
        """What an entry is about, in the order of the newsletter."""

        HEAD = "head", "Title"  # the title and the summary of the issue
        OWN = "own", "From the editor"  # what a broker added; assembling leaves it alone
        SITE_UPDATE = "site_update", "From the sites"
        ACROSS = "across", "Across the sites"
        LEARNING_OBJECT = "learning_object", "New write-ups"
        EVIDENCE = "evidence", "Evidence"
        QUESTION = "question", "Questions"
        REPLY = "reply", "Replies from commissioners"
        WAITING = "waiting", "Waiting for a reply"
        DIARY = "diary", "Dates"
        CORRECTION = "correction", "Withdrawn since"  # what stood in an earlier issue
        BRIEF = (
            "brief",
            "In brief, for everyone else",
        )  # what stands for an entry with the same source that a reader does not get

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=120)  # the row it came from, such as "library.learningobject:4"
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_entries"
    )
    position = models.PositiveSmallIntegerField(default=0)
    headline = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)  # a path on this site, or a full address
    is_promise = models.BooleanField(default=False)  # a commissioner promises something, or kept a promise
    audience = models.CharField(max_length=14, choices=Audience, default=Audience.PROGRAMME)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)  # assembling again keeps edited words
    left_out_at = models.DateTimeField(null=True, blank=True)
    source_gone_at = models.DateTimeField(null=True, blank=True)  # its source was withdrawn or cancelled
    made_from = models.ForeignKey(
        ClearedText, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_entries_about"
    )  # the published text it repeats: a write-up, the wording of an issue, a question with its answer
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
        """Return True if the entry was left out of the issue."""
        return self.left_out_at is not None

    @property
    def is_edited(self) -> bool:
        """Return True if somebody edited the words, so that assembling no longer changes them."""
        return self.edited_at is not None

    @property
    def is_its_own_text(self) -> bool:
        """Return True if readers see the published text itself, which nobody edited here."""
        return self.kind in TOLD_AS_THEY_ARE and not self.is_edited and self.made_from_id is not None

    @property
    def content(self) -> dict:
        """Return the present words, as readers would see them once they are checked."""
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
        """Return a few characters that change whenever the words or the audience change."""
        said = canonical({**self.content, "audience": self.audience})
        return hashlib.sha256(said.encode()).hexdigest()[:20]


TOLD_AS_THEY_ARE = (Entry.Kind.LEARNING_OBJECT, Entry.Kind.QUESTION, Entry.Kind.WAITING)
