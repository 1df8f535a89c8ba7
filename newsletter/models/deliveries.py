"""One row for each issue to send to one subscriber."""

from datetime import timedelta

from django.db import connection, models
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.utils import timezone

from kit.mail import mail_number
from kit.queues import Queued, QueuedQuerySet
from kit.words import when
from members.models import Member, Role
from newsletter.issue_mail import AddressedMail, build
from newsletter.models.issues import Edition, NewsletterIssue
from newsletter.models.subscribers import Subscriber, not_paused, not_suppressed


def may_be_sent() -> Q:
    """Return the condition that a delivery is still for its reader, asked at the moment when it is sent.

    Who was subscribed for their place in the programme still has one: they are a member who agreed to be contacted, or
    have a role. And each edition goes to those who may read it (newsletter/readers.py), unless they paused it, or it came
    back or was unwanted (`Suppression`).
    """
    mailed = Exists(
        Member.objects.current()
        .can_be_mailed()
        .filter(site__programme=OuterRef("issue__programme"), email=OuterRef("subscriber__email"))
    )
    theirs = {"user__email": OuterRef("subscriber__email"), "user__is_active": True}
    seated = Exists(Member.objects.current().filter(site__programme=OuterRef("issue__programme"), **theirs))
    roles = Role.objects.current().filter(programme=OuterRef("issue__programme"), **theirs)
    commissions, other = Q(kind=Role.Kind.COMMISSIONER), ~Q(kind=Role.Kind.COMMISSIONER)
    for_members = mailed | seated | Exists(roles.filter(other))
    reads = (
        Q(edition=Edition.PUBLIC)
        | for_members
        | Q(edition=Edition.COMMISSIONERS) & Exists(roles.filter(commissions))
    )
    return (
        (Q(subscriber__edition=Edition.PUBLIC) | mailed | Exists(roles))
        & reads
        & not_paused("subscriber__")
        & not_suppressed("subscriber__")
    )


def is_uncertain() -> Q:
    """Return the condition that nobody knows whether a delivery arrived: it was begun, and its sweep ended there."""
    ended = Q(claimed_until__isnull=True) | Q(claimed_until__lt=timezone.now())
    return Q(sent_at__isnull=True, failed_at__isnull=True, begun_at__isnull=False) & ended


class DeliveryQuerySet(QueuedQuerySet):
    """QuerySet of deliveries."""

    def make_for(self, subscribers: models.QuerySet, *, issue: NewsletterIssue, edition: str) -> None:
        """Make the delivery of `issue` in this edition for each of `subscribers` who has none, in one statement."""
        moment = models.DateTimeField()
        values = {
            "issue_id": Value(issue.pk, output_field=models.BigIntegerField()),
            "subscriber_id": F("pk"),
            "edition": Value(edition),
            "made_at": Value(timezone.now(), output_field=moment),
            "attempts": Value(0),
            "claim": Value(""),
            "last_error": Value(""),
        }
        rows = subscribers.order_by().annotate(**{f"its_{name}": value for name, value in values.items()})
        sql, parameters = rows.values_list(*(f"its_{name}" for name in values)).query.sql_with_params()
        names = ", ".join(connection.ops.quote_name(name) for name in values)
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({names}) {sql} ON CONFLICT DO NOTHING", parameters)

    def to_readers(self) -> "DeliveryQuerySet":
        """Return those whose reader may be mailed now, in running programmes."""
        return self.filter(
            may_be_sent(),
            subscriber__unsubscribed_at__isnull=True,
            issue__programme__ended_on__isnull=True,
        )

    def that_may_go(self) -> "DeliveryQuerySet":
        """Return those whose reader may be mailed now, of issues that nobody stopped."""
        return self.to_readers().filter(issue__stopped_at__isnull=True)

    def due(self) -> "DeliveryQuerySet":
        """Return the deliveries to send that no sweep has now, and that were not begun before."""
        return self.free().filter(begun_at__isnull=True).that_may_go()

    def unsubscribed(self) -> "DeliveryQuerySet":
        """Return the unsent deliveries, not begun, to somebody who unsubscribed since."""
        return self.unsent().filter(begun_at__isnull=True, subscriber__unsubscribed_at__isnull=False)

    def without_reader(self) -> "DeliveryQuerySet":
        """Return the unsent deliveries, not begun, to somebody who may no longer read their edition, or no longer wants it."""
        return self.unsent().filter(begun_at__isnull=True).exclude(may_be_sent())

    def handed_over(self) -> "DeliveryQuerySet":
        """Return the deliveries that were sent, and those that may have arrived, also if they were left since."""
        return self.filter(Q(sent_at__isnull=False) | Q(begun_at__isnull=False))

    def uncertain(self) -> "DeliveryQuerySet":
        """Return the deliveries of which nobody knows whether they arrived."""
        return self.filter(is_uncertain())

    def to_try_again(self) -> "DeliveryQuerySet":
        """Return the deliveries that no mail server took and that were given up, whose readers may be mailed now: not those that
        may have arrived and were left.
        """
        given_up = self.filter(failed_at__isnull=False, sent_at__isnull=True, begun_at__isnull=True)
        return given_up.to_readers()

    def in_the_last_minute(self) -> int:
        """Return how many of these mails a mail server took within the last minute."""
        return self.filter(sent_at__gt=timezone.now() - timedelta(minutes=1)).count()

    def tally(self) -> dict[str, int]:
        """Return how many mails there are (`made`), were accepted by a mail server (`sent`), were given up (`failed`), may
        have arrived (`uncertain`), and are left (`waiting`). A mail that came back is both sent and failed.
        """
        is_open = Q(sent_at__isnull=True, failed_at__isnull=True)
        return self.aggregate(
            made=Count("pk"),
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            failed=Count("pk", filter=Q(failed_at__isnull=False)),
            uncertain=Count("pk", filter=is_uncertain()),
            waiting=Count("pk", filter=is_open) - Count("pk", filter=is_uncertain()),
        )


class Delivery(Queued):
    """An issue to send to a subscriber. The rows are the queue; clicking twice creates no second row.

    newsletter/delivery sends them, beside all other mail: a sweep has a row by its `claim`, and `begun_at` says since when
    the mail server may have it.
    """

    is_sent_by_itself = True
    reads = ("issue__programme", "issue__sent_for_checking_by", "subscriber")

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    edition = models.CharField(max_length=14, choices=Edition)

    claim = models.CharField(max_length=32, blank=True, default="")
    begun_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["id"],
                name="letters_to_send",
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(fields=["claim"], name="letters_of_a_sweep", condition=~Q(claim="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="a_subscriber_gets_an_issue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} to {self.subscriber}"

    @property
    def is_uncertain(self) -> bool:
        """Whether nobody knows if it arrived: the condition `is_uncertain`, of the row that is read already."""
        is_open = self.sent_at is None and self.failed_at is None and self.begun_at is not None
        return is_open and (self.claimed_until is None or self.claimed_until < timezone.now())

    @property
    def in_words(self) -> str:
        """Return what became of the mail, and what to do."""
        if self.is_uncertain:
            return f"It may have arrived: sending it was interrupted {when(self.begun_at)}."
        if self.failed_at and not self.sent_at:
            return self.last_error if self.begun_at else f"Not sent. {self.last_error}"
        if self.failed_at:
            return f"Not delivered. {self.last_error}"
        if self.sent_at is None and self.begun_at is None and self.issue.stopped_at:
            return "Stopped before it was sent."
        return super().in_words

    def message(self) -> AddressedMail:
        """Return the mail of the issue and edition, addressed to the subscriber."""
        return build(self.issue, edition=self.edition).addressed(self.subscriber, number=mail_number(self))
