"""Who gets the newsletter."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kit.lines import AddressField
from kit.signed_links import Linked, LinkedQuerySet, read, sign
from newsletter.models.issues import Edition
from newsletter.models.suppressions import AddressKeyField, Suppression
from sites_app.models import Programme

if TYPE_CHECKING:
    from typing import Self

CONFIRM_WITHIN = timedelta(hours=48)  # of asking
QUESTION_SALT = "newsletter.question"  # of the links to confirm
CONSENT = "I want to get the {} newsletter by e-mail once a month. I can pause it or unsubscribe at any time."


class Source(models.TextChoices):
    """How an address came to get the newsletter."""

    FORM = "form", "Subscribed on the website"  # and confirmed by the link in the mail
    ACCOUNT = "account", "Subscribed while signed in"
    PLACE = "place", "Takes part in the programme"


def not_suppressed(path: str = "") -> Q:
    """Return the condition that nothing holds back issues from the address of a subscriber, whose columns are at `path`."""
    return Q(~Exists(Suppression.objects.in_force().filter(address_key=OuterRef(f"{path}address_key"))))


def not_paused(path: str = "") -> Q:
    """Return the condition that a subscriber, whose columns are at `path`, gets issues today if they get any."""
    until = f"{path}paused_until"
    return Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__lte": timezone.localdate()})


class SubscriberQuerySet(LinkedQuerySet):
    """QuerySet of subscribers."""

    def active(self) -> "SubscriberQuerySet":
        """Return those who subscribed: confirmed, and not unsubscribed. Some may have paused it."""
        return self.filter(confirmed_at__isnull=False, unsubscribed_at__isnull=True)

    def never_confirmed(self) -> "SubscriberQuerySet":
        """Return those who have neither confirmed nor unsubscribed."""
        return self.filter(confirmed_at__isnull=True, unsubscribed_at__isnull=True)

    def asked_behind(self, token: str) -> "tuple[Self, datetime]":
        """Return the subscriber whom a link to confirm asks, and when they had asked for it: nobody if it is not valid."""
        signed = read(token, salt=QUESTION_SALT, count=2)
        if signed is None:
            return self.none(), timezone.now()
        return self.filter(link_number=signed[0]), datetime.fromtimestamp(signed[1], tz=UTC)


class Subscriber(Linked):
    """An address that gets the newsletter: people of the programme by default, others once they confirmed.

    `edition` is the public one of somebody who asked for it, whichever they get as long as they may read another.
    `consent` is what they agreed to when they confirmed, as it stood there.
    """

    link_salt = "newsletter.subscriber"  # of the links to change and to unsubscribe

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="subscribers")
    email = AddressField()
    address_key = AddressKeyField(of="email")
    edition = models.CharField(max_length=14, choices=Edition, default=Edition.PUBLIC)
    source = models.CharField(max_length=10, choices=Source, default=Source.FORM)
    consent = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)  # the first day on which issues come again
    only_public = models.BooleanField(default=False)  # they chose the public edition, and may read another

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
    def is_paused(self) -> bool:
        """Whether they get no issues today because they paused them."""
        return self.paused_until is not None and timezone.localdate() < self.paused_until

    @property
    def consent_asked(self) -> str:
        """What they agree to when they confirm."""
        return CONSENT.format(self.programme.name)

    @property
    def question_token(self) -> str:
        """The token of the link to confirm, for the time when they asked last. No other link confirms."""
        return sign(self.link_number, int(self.asked_at.timestamp()), salt=QUESTION_SALT)

    @property
    def masked_email(self) -> str:
        """The address so that its owner knows it and nobody else learns it: t...@example.org."""
        name, _, domain = self.email.partition("@")
        return f"{name[:1]}…@{domain}"
