"""The mails that ask a new subscriber to confirm, and tell somebody that their address was unsubscribed."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kit.mail import Foot, render_message
from kit.queues import Queued, QueuedQuerySet
from members.models import User
from newsletter.models.subscribers import CONFIRM_WITHIN, Subscriber

TOLD_WITHIN = timedelta(days=14)  # of unsubscribing
FOOT = Foot(
    why="somebody entered this address to subscribe",
    change="If that was not you, you can ignore it. You will not get any newsletters.",
)

WHO_DID_IT = Foot(
    why="somebody unsubscribed this address",
    change="You will not get any more newsletters, and nothing else about this.",
)


class ConfirmationMailQuerySet(QueuedQuerySet):
    """QuerySet of the mails that ask to confirm."""

    def due(self) -> "ConfirmationMailQuerySet":
        """Return the mails to send now.

        The link still works, the programme is running, and the subscriber has neither confirmed nor unsubscribed since
        they asked.
        """
        not_left = Q(subscriber__unsubscribed_at__isnull=True) | Q(
            subscriber__unsubscribed_at__lt=F("made_at")
        )
        not_confirmed = Q(subscriber__confirmed_at__isnull=True) | Q(
            subscriber__unsubscribed_at__isnull=False
        )
        return self.free().filter(
            not_left & not_confirmed,
            made_at__gt=timezone.now() - CONFIRM_WITHIN,
            subscriber__programme__ended_on__isnull=True,
        )


class ConfirmationMail(Queued):
    """A mail that asks one subscriber to confirm, one for each time they asked."""

    reads = ("subscriber__programme",)

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="confirmation_mails")

    objects = ConfirmationMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Confirmation to {self.subscriber}"

    def message(self) -> EmailMessage:
        """Return the mail: which newsletter it is, and the link to confirm."""
        return render_message(
            "newsletter/email/confirm",
            {"subscriber": self.subscriber},
            to=self.subscriber.email,
            row=self,
            foot=FOOT,
        )


class UnsubscribedMailQuerySet(QueuedQuerySet):
    """QuerySet of the mails that tell somebody that they are unsubscribed."""

    def due(self) -> "UnsubscribedMailQuerySet":
        """Return the mails to send now: to those who are still unsubscribed."""
        since = timezone.now() - TOLD_WITHIN
        return self.free().filter(subscriber__unsubscribed_at__isnull=False, made_at__gt=since)


class UnsubscribedMail(Queued):
    """A mail that tells a subscriber that their address was unsubscribed, one for each time: a letter that was forwarded
    has the link too.
    """

    reads = ("subscriber__programme",)

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="unsubscribed_mails")

    objects = UnsubscribedMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.subscriber} was unsubscribed"

    def message(self) -> EmailMessage:
        """Return the mail: from which newsletter, and where to subscribe again."""
        subscriber = self.subscriber
        signs_in = User.objects.filter(email=subscriber.email, is_active=True).exists()
        context = {"subscriber": subscriber, "signs_in": signs_in}
        return render_message(
            "newsletter/email/unsubscribed", context, to=subscriber.email, row=self, foot=WHO_DID_IT
        )
