"""One row for every letter to be sent: an issue of the newsletter to one reader."""

from collections.abc import Callable
from functools import partial

from django.db import models
from django.db.models import Count, Q

from kit.queues import NotWantedError, Queued, QueuedQuerySet
from newsletter.letters import Addressed, Envelope, build
from newsletter.models.issues import Edition, NewsletterIssue
from newsletter.models.subscribers import Subscriber


class DeliveryQuerySet(QueuedQuerySet):
    def due(self) -> "DeliveryQuerySet":
        """Letters to be sent that nobody is sending now. None of a programme that has ended."""
        return self.free().filter(issue__programme__ended_on__isnull=True)

    def tally(self) -> dict[str, int]:
        """How many letters there are (`made`), were taken by a mail server (`sent`), were given up (`failed`)."""
        return self.aggregate(
            made=Count("pk"),
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            failed=Count("pk", filter=Q(failed_at__isnull=False)),
        )


class Delivery(Queued):
    """One letter: an issue to a subscriber. The row is the queue; a double click makes no second row."""

    reads = ("issue__programme", "subscriber")

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    edition = models.CharField(max_length=8, choices=Edition)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="a_subscriber_gets_an_issue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} to {self.subscriber}"

    def message(self, envelopes: dict[tuple, Envelope] | None = None) -> Addressed:
        """The letter of its issue and edition, taken from `envelopes` where it is there, addressed to its reader."""
        if self.subscriber.unsubscribed_at:
            raise NotWantedError("They unsubscribed before it was sent.")
        envelopes = {} if envelopes is None else envelopes
        key = (self.issue_id, self.edition)
        if key not in envelopes:
            envelopes[key] = build(self.issue, edition=self.edition)
        return envelopes[key].addressed(
            self.subscriber, number=f"letter-{self.issue_id}-{self.subscriber_id}"
        )

    @classmethod
    def writer(cls) -> Callable:
        """What writes the letters of one sweep: it builds each once an issue and edition."""
        return partial(cls.message, envelopes={})
