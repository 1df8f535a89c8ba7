"""Who gets the newsletter."""

from django.db import models
from django.utils import timezone

from kit.lines import AddressField
from kit.signed_links import Linked, LinkedQuerySet
from newsletter.models.issues import Edition
from sites_app.models import Programme


class SubscriberQuerySet(LinkedQuerySet):
    """QuerySet of subscribers."""

    def active(self) -> "SubscriberQuerySet":
        """Return those who get the next issue: confirmed, and not unsubscribed."""
        return self.filter(confirmed_at__isnull=False, unsubscribed_at__isnull=True)


class Subscriber(Linked):
    """An address that gets the newsletter: people of the programme by default, others once they confirmed.

    `edition` is the public one of somebody who asked for it, whichever they get as long as they may read another.
    """

    link_salt = "newsletter.subscriber"  # of the links to confirm and to unsubscribe

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="subscribers")
    email = AddressField()
    edition = models.CharField(max_length=14, choices=Edition, default=Edition.PUBLIC)
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

    @property
    def is_active(self) -> bool:
        """Whether they are confirmed and not unsubscribed, as `active` says of rows."""
        return self.confirmed_at is not None and self.unsubscribed_at is None

    @property
    def masked_email(self) -> str:
        """The address so that its owner knows it and nobody else learns it: t...@example.org."""
        name, _, domain = self.email.partition("@")
        return f"{name[:1]}…@{domain}"
