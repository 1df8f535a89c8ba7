"""Accounts."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from kit.lines import AddressField, LineField, tidy_address
from kit.privacy.outward import OutwardNameField
from members.standing import Standing, read_standing


class UserManager(BaseUserManager["User"]):
    """A manager of accounts. E-mail addresses are stored in lower case, because people type them both ways."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Add an account and return it. Without a password nobody can sign in until its owner sets one."""
        user = self.model(email=tidy_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Add an account that may use the Django admin, and return it."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account with this e-mail address, in capitals or not."""
        return self.get(email=tidy_address(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """An account, with an e-mail address to sign in by. What it may see comes from roles and memberships, never
    from superuser.
    """

    class ColourMode(models.TextChoices):
        """Whether pages are light or dark."""

        DEVICE = "", "Same as my device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    email = AddressField(unique=True)
    name = LineField(max_length=120)
    job_title = OutwardNameField(max_length=120, blank=True)
    colour_mode = models.CharField(max_length=5, choices=ColourMode, default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    second_step_put_off_at = models.DateTimeField(null=True, blank=True)  # for the first time
    date_joined = models.DateTimeField(auto_now_add=True)
    signed_out_at = models.DateTimeField(null=True, blank=True)  # everywhere; sessions from before are over

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret=None) -> str:
        """Return what every session of this account is bound to. Another password ends them, and so does signing out
        everywhere.
        """
        bound_to = f"{self.password} {self.signed_out_at.isoformat() if self.signed_out_at else ''}"
        return salted_hmac("members.User.session", bound_to, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """Return the whole name."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first name."""
        return self.name.split(" ")[0]

    prepared_parts = ("standing",)  # what a prepared query may make something of

    @cached_property
    def standing(self) -> Standing:
        """Return this person's roles and memberships, read once for this object, and so once a request."""
        return read_standing(self)
