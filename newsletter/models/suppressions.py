"""Addresses that get no newsletter because mail to them came back, or because their owner complained.

Both tables know an address by a keyed hash alone, so that they outlive the person's data without being any.
"""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kit.lines import tidy_address

KEY_LENGTH = 64
SOFT_WITHIN = timedelta(days=60)
MOST_SOFT = 3  # within that time: after these the address is left in peace


def key_of(email: str) -> str:
    """Return the keyed hash by which an address is known here: the same for every spelling that reaches the same inbox as
    we write it, which is in lower case.
    """
    return salted_hmac("newsletter.address", tidy_address(email), algorithm="sha256").hexdigest()


class AddressKeyField(models.CharField):
    """The keyed hash of the address in the column `of` of the same row, written whenever the row is."""

    def __init__(self, *args, of: str, **kwargs):
        self.of = of
        super().__init__(
            *args, **{"max_length": KEY_LENGTH, "editable": False, "blank": True, "db_index": True, **kwargs}
        )

    def deconstruct(self):
        """Return the field for migrations, with the column that it is of."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance, add):
        """Return the hash of the address as it is saved now."""
        key = key_of(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key


class Bounce(models.Model):
    """What a mail server or provider said once of an address: that a mail did not arrive, or that its reader complained."""

    class Kind(models.TextChoices):
        """What was said."""

        HARD = "hard", "The address takes no mail"
        SOFT = "soft", "The mail did not arrive this time"
        COMPLAINT = "complaint", "The reader marked a newsletter as unwanted"

    address_key = models.CharField(max_length=KEY_LENGTH, validators=[MinLengthValidator(KEY_LENGTH)])
    kind = models.CharField(max_length=10, choices=Kind)
    mail = models.CharField(
        max_length=200
    )  # the Message-ID of the mail that it is about, as far as it is known
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["address_key", "kind", "mail"], name="a_bounce_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class SuppressionQuerySet(models.QuerySet):
    """QuerySet of suppressions."""

    def in_force(self) -> "SuppressionQuerySet":
        """Return those that nobody lifted."""
        return self.filter(lifted_at__isnull=True)


class Suppression(models.Model):
    """That no newsletter is sent to an address, in any programme, until it is lifted."""

    class Reason(models.TextChoices):
        """Why nothing is sent."""

        HARD = "hard", "The address does not work"
        SOFT = "soft", "Three newsletters came back within 60 days"
        COMPLAINT = "complaint", "They marked a newsletter as unwanted"

    class Lifted(models.TextChoices):
        """Why newsletters are sent again."""

        WORKS = "works", "The address works again"
        ASKED = "asked", "They asked us to send it again"
        MISTAKE = "mistake", "The mail server was wrong"
        CONFIRMED = "confirmed", "They subscribed again and confirmed"

    address_key = models.CharField(max_length=KEY_LENGTH)
    reason = models.CharField(max_length=10, choices=Reason)
    suppressed_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=10, choices=Lifted, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: by whoever confirmed their address

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["-suppressed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                condition=Q(lifted_at__isnull=True),
                name="an_address_is_suppressed_once",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_because=""),
                name="a_suppression_is_lifted_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.suppressed_at:%Y-%m-%d}"

    @property
    def can_be_lifted(self) -> bool:
        """Whether the programme team can lift it. A complaint is their reader's own."""
        return self.lifted_at is None and self.reason != self.Reason.COMPLAINT
