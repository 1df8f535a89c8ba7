"""The mails about an account: a forgotten password, and what changed in how somebody signs in."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.lines import AddressField
from kit.mail import Foot, render_message
from kit.queues import NotWantedError, Queued, QueuedQuerySet
from members.models.accounts import User

ABOUT_THE_ACCOUNT = Foot(
    why="it is about the Copsite account with this address",
    change="These e-mails keep your account safe, so they cannot be turned off.",
)


class AccountMailQuerySet(QueuedQuerySet):
    """A QuerySet of mails about accounts."""

    def due(self) -> "AccountMailQuerySet":
        """Return the mails to send now: all that were not sent."""
        return self.free()


class AccountMail(Queued):
    """A mail about an account, to the address that was typed or that the account has.

    Somebody who asks for a new password leaves a row whatever address they type: only the worker looks whether anybody
    signs in with it, so that the answer takes the same time. The link is made when the mail is written, and is kept
    nowhere.
    """

    class Kind(models.TextChoices):
        """What happened. Each value is the template of its mail."""

        FORGOTTEN_PASSWORD = "account/email/password_reset_key", "Forgotten password"
        PASSWORD_RESET = "account/email/password_reset", "Password reset by link"
        PASSWORD_CHANGED = "account/email/password_changed", "Password changed"
        PASSWORD_SET = "account/email/password_set", "First password chosen"
        ADDRESS_ASKED = "account/email/address_asked", "New address asked for"
        ADDRESS_CHANGED = "account/email/address_changed", "Address changed"
        CODES_ON = "mfa/email/totp_activated", "Codes from an app turned on"
        CODES_OFF = "mfa/email/totp_deactivated", "Codes from an app turned off"
        NEW_BACKUP_CODES = "mfa/email/recovery_codes_generated", "New backup codes"
        PASSKEY_ADDED = "mfa/email/webauthn_added", "Passkey added"
        PASSKEY_REMOVED = "mfa/email/webauthn_removed", "Passkey removed"

    kind = models.CharField(max_length=48, choices=Kind)
    email = AddressField()
    happened_at = models.DateTimeField(default=timezone.now)

    objects = AccountMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(kind="account/email/password_reset_key", sent_at=None, failed_at=None),
                name="a_link_for_a_new_password_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def message(self) -> EmailMessage:
        """Return the mail. Raise NotWantedError for a forgotten password where nobody signs in with the address."""
        context: dict = {"timestamp": self.happened_at}
        if self.kind == self.Kind.FORGOTTEN_PASSWORD:
            user = User.objects.filter(email=self.email, is_active=True).first()
            if user is None:
                raise NotWantedError("Nobody signs in with this address.")
            context |= {"user": user, "password_reset_url": reset_link(user)}
        return render_message(self.kind, context, to=self.email, row=self, foot=ABOUT_THE_ACCOUNT)


def reset_link(user: User) -> str:
    """Return the link to choose a new password, always to our own address, whatever host a request named."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return settings.SITE_ADDRESS + path.replace("UID-KEY", key)
