"""The mails that tell those who had a text in a newsletter that it was withdrawn."""

from django.core.mail import EmailMessage
from django.db import models

from cases.clearance.models import ClearedText
from kit.mail import Foot, render_message
from kit.queues import Queued, QueuedQuerySet
from newsletter.models.deliveries import Delivery
from newsletter.models.subscribers import Subscriber

FOOT = Foot(
    why="this address was sent that issue",
    change="You will not get anything else about this.",
)


class WithdrawnMailQuerySet(QueuedQuerySet):
    """A QuerySet of the mails about withdrawn texts."""

    def due(self) -> "WithdrawnMailQuerySet":
        """Return the mails to send now. Those who unsubscribed since, or left, have the text all the same."""
        return self.free()


class WithdrawnMail(Queued):
    """A mail that asks somebody to delete an issue, since a text in it was withdrawn. It has none of the words."""

    reads = ("delivery__issue__programme", "delivery__subscriber", "cleared_text")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="withdrawn_mails")
    cleared_text = models.ForeignKey(ClearedText, on_delete=models.PROTECT, related_name="withdrawn_mails")

    objects = WithdrawnMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "cleared_text"], name="a_reader_is_told_once_that_a_text_was_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"Withdrawn: {self.delivery}"

    @property
    def subscriber(self) -> Subscriber:
        """The reader who had it."""
        return self.delivery.subscriber

    def message(self) -> EmailMessage:
        """Return the mail: of which issue, and what to do."""
        context = {"issue": self.delivery.issue, "what": self.cleared_text.get_kind_display()}
        return render_message(
            "newsletter/email/withdrawn", context, to=self.subscriber.email, row=self, foot=FOOT
        )
