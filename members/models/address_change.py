"""Changing the address that somebody signs in with."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone

from kit.lines import AddressField
from kit.mail import Foot, render_message
from kit.queues import NotWantedError, Queued, QueuedQuerySet
from members.models.accounts import User

CONFIRM_WITHIN = timedelta(days=1)
ABOUT_THE_ADDRESS = Foot(
    why="somebody asked to sign in to Copsite with this address",
    change="If that was not you, you can ignore it. You will not get another one.",
)


class AddressChangeQuerySet(QueuedQuerySet):
    """A QuerySet of changes of address."""

    def open(self) -> "AddressChangeQuerySet":
        """Return the changes that can still be confirmed, of people who can sign in."""
        since = timezone.now() - CONFIRM_WITHIN
        return self.filter(confirmed_at__isnull=True, made_at__gt=since, user__is_active=True)

    def due(self) -> "AddressChangeQuerySet":
        """Return those whose mail is to be sent now."""
        return self.free().filter(pk__in=AddressChange.objects.open().values("pk"))

    def with_token(self, token: str) -> "AddressChangeQuerySet":
        """Return the change whose link has this token."""
        return self.filter(digest=digest_of(token))


def new_token() -> str:
    """Return a random token for a link, of 256 bits."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class AddressChange(Queued):
    """A new address that somebody wants to sign in with, and the mail that asks there for confirmation.

    Only a digest of the link's token is kept. The row stays once it is confirmed: it says which address became which.
    """

    reads = ("user",)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_changes"
    )
    email = AddressField()
    old_email = AddressField()
    digest = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"New address of {self.user}"

    def message(self) -> EmailMessage:
        """Return the mail with the link. Raise NotWantedError if another account has the address."""
        if User.objects.filter(email=self.email).exists():
            raise NotWantedError("Somebody signs in with this address already.")
        token = new_token()
        AddressChange.objects.filter(pk=self.pk).update(digest=digest_of(token))
        return render_message(
            "members/email/address_confirm",
            {"user": self.user, "token": token},
            to=self.email,
            row=self,
            foot=ABOUT_THE_ADDRESS,
        )
