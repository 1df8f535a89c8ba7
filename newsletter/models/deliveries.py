"""One row for each issue to send to one subscriber."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from kit.mail import mail_number
from kit.queues import NotWantedError, Queued, QueuedQuerySet
from members.models import Member, Role
from newsletter.issue_mail import AddressedMail, BuiltMail, build
from newsletter.models.issues import Edition, NewsletterIssue
from newsletter.models.subscribers import Subscriber


def may_be_sent() -> Q:
    """Return the condition that a delivery is still for its reader, asked at the moment when it is sent.

    Who was subscribed for their place in the programme still has one: they are a member who agreed to be contacted, or
    have a role. And each edition goes to those who may read it (newsletter/readers.py).
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
    return (Q(subscriber__edition=Edition.PUBLIC) | mailed | Exists(roles)) & reads


BUILT_FOR = timedelta(seconds=5)  # a sweep over a slow server takes minutes


class DeliveryQuerySet(QueuedQuerySet):
    """QuerySet of deliveries."""

    def due(self) -> "DeliveryQuerySet":
        """Return the deliveries to send that no worker is sending now, except those of programmes that have ended."""
        return self.free().filter(may_be_sent(), issue__programme__ended_on__isnull=True)

    def without_reader(self) -> "DeliveryQuerySet":
        """Return the unsent deliveries to somebody who may no longer read their edition, or no longer wants it."""
        return self.unsent().exclude(may_be_sent())

    def tally(self) -> dict[str, int]:
        """Return how many mails there are (`made`), were accepted by a mail server (`sent`), and were given up
        (`failed`).
        """
        return self.aggregate(
            made=Count("pk"),
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            failed=Count("pk", filter=Q(failed_at__isnull=False)),
        )


class Delivery(Queued):
    """An issue to send to a subscriber. The rows are the queue; clicking twice creates no second row."""

    reads = ("issue__programme", "issue__sent_for_checking_by", "subscriber")

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    edition = models.CharField(max_length=14, choices=Edition)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="a_subscriber_gets_an_issue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} to {self.subscriber}"

    def message(self, built: dict[tuple, tuple[BuiltMail, datetime]] | None = None) -> AddressedMail:
        """Return the mail of the issue and edition, addressed to the subscriber.

        It is taken from `built`, and added there if it is missing or older than a few seconds: an entry may have been
        withdrawn since.
        """
        if self.subscriber.unsubscribed_at:
            raise NotWantedError("They unsubscribed before it was sent.")
        built = {} if built is None else built
        key = (self.issue_id, self.edition)
        now = timezone.now()
        if key not in built or now - built[key][1] > BUILT_FOR:
            built[key] = build(self.issue, edition=self.edition), now
        return built[key][0].addressed(self.subscriber, number=mail_number(self))

    @classmethod
    def writer(cls) -> Callable:
        """Return a function that writes the mails of one sweep, and builds each issue and edition once."""
        return partial(cls.message, built={})
