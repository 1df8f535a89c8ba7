"""The monthly newsletter: issues, entries, who gets it, and one row for every letter to be sent."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.models import Audience, ClearedText
from members.models import new_token
from sites_app.models import Programme, Site


class Edition(models.TextChoices):
    """Which edition a reader gets: members of the programme get everything, the public what is cleared for everyone."""

    MEMBERS = "members", "Members’ edition"
    PUBLIC = "public", "Public edition"


class IssueQuerySet(models.QuerySet):
    def visible_to(self, user) -> "IssueQuerySet":
        """Issues that `user` may open: sent ones (each reader sees the edition that is theirs), and, for brokers and
        the programme team, those still being made."""
        sent = Q(sent_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(sent)
        return self.filter(sent | Q(programme__in=user.standing.broker | user.standing.programme_team))

    def sent(self) -> "IssueQuerySet":
        return self.filter(sent_at__isnull=False)


class Issue(models.Model):
    """The newsletter of one programme about one month."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="newsletter_issues")
    month = models.DateField()  # its first day
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    standfirst = models.CharField(max_length=300, blank=True)
    assembled_at = models.DateTimeField(default=timezone.now)
    put_forward_at = models.DateTimeField(null=True, blank=True)
    put_forward_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)  # deliveries were made, the archive shows it

    objects = IssueQuerySet.as_manager()

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
        return reverse("newsletter:issue_detail", args=[self.programme.slug, f"{self.month:%Y-%m}"])

    @property
    def last_day(self) -> date:
        """The last day of its month."""
        following = date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


class EntryQuerySet(models.QuerySet):
    def kept(self) -> "EntryQuerySet":
        """Entries that were not left out."""
        return self.filter(left_out_at__isnull=True)


class Entry(models.Model):
    """One piece of an issue. Draft words stay with brokers and the programme team; readers see its ClearedText."""

    class Kind(models.TextChoices):
        SITE_UPDATE = "site_update", "From the sites"
        LEARNING_OBJECT = "learning_object", "New to read"
        EVIDENCE = "evidence", "What a broker found"
        REPLY = "reply", "What a commissioner answered"
        DIARY = "diary", "For the diary"

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=120)  # the row it came from, such as "knowledge.learningobject:4"
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_entries"
    )
    position = models.PositiveSmallIntegerField(default=0)
    headline = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)  # a path of this installation, or an address
    audience = models.CharField(max_length=14, choices=Audience, default=Audience.PROGRAMME)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)  # edited words survive assembling again
    left_out_at = models.DateTimeField(null=True, blank=True)
    cleared_text = models.ForeignKey(
        ClearedText, null=True, blank=True, on_delete=models.PROTECT, related_name="newsletter_entries"
    )

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


class SubscriberQuerySet(models.QuerySet):
    def active(self) -> "SubscriberQuerySet":
        """People who get the next issue: confirmed, and not unsubscribed."""
        return self.filter(confirmed_at__isnull=False, unsubscribed_at__isnull=True)


class Subscriber(models.Model):
    """An address that gets the newsletter: members by default, outsiders by double opt-in."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="subscribers")
    email = models.EmailField()
    edition = models.CharField(max_length=8, choices=Edition, default=Edition.PUBLIC)
    token = models.CharField(
        max_length=60, unique=True, default=new_token
    )  # of the confirm and unsubscribe links
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "email"], name="an_address_subscribes_to_a_programme_once"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class DeliveryQuerySet(models.QuerySet):
    def due(self) -> "DeliveryQuerySet":
        """Letters to be sent that nobody is sending now."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True).filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lt=timezone.now())
        )


class Delivery(models.Model):
    """One letter: an issue to a subscriber. The row is the queue; a double click makes no second row."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    edition = models.CharField(max_length=8, choices=Edition)
    made_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)  # given up
    last_error = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="a_subscriber_gets_an_issue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} to {self.subscriber}"
