"""Accounts, and what a person does in a programme beyond one site."""

from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.standing import Standing, standing_of
from sites_app.models import Programme, Site


class UserManager(BaseUserManager):
    """Makes accounts; the e-mail address is kept in lower case, since people type it both ways."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=username.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account: signs in by e-mail. What it may see comes from its roles and memberships, never from superuser."""

    class ColourMode(models.TextChoices):
        DEVICE = "", "As my device is set"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    colour_mode = models.CharField(max_length=5, choices=ColourMode, default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def standing(self) -> Standing:
        """Where this person stands, read once for this object (so: once a request)."""
        return standing_of(self)


class RoleQuerySet(models.QuerySet):
    def current(self) -> "RoleQuerySet":
        """Roles held today."""
        today = timezone.localdate()
        return self.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gt=today))


class Role(models.Model):
    """What a person does in a programme beyond one site."""

    class Kind(models.TextChoices):
        PROGRAMME_TEAM = "programme_team", "Programme team"  # runs the programme
        KNOWLEDGE_BROKER = "knowledge_broker", "Knowledge broker"  # brings evidence to cases
        ADVISER = "adviser", "Adviser"  # on the advisory group
        COMMISSIONER = "commissioner", "Commissioner or senior manager"  # of the named sites

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind)
    sites = models.ManyToManyField(Site, blank=True, related_name="commissioner_roles")  # commissioners only
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme", "kind"],
                condition=Q(until__isnull=True),
                name="a_person_holds_a_role_in_a_programme_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_kind_display()}"
