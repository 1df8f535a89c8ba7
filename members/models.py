"""People: accounts, roles in a programme, members of a site, who facilitated when, invitations, ground rules."""

import secrets
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from members.standing import Standing, standing_of
from sites_app.models import Organisation, Programme, Sector, Site


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


class Discipline(models.Model):
    """A job role as in figure 1, in a sector. Each programme has its own list, in its own order; some stay empty."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="disciplines")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="disciplines")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sector__position", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "sector", "name"], name="a_programme_lists_a_discipline_once_a_sector"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet):
    def current(self) -> "MemberQuerySet":
        """Members who have joined and not left, as of today."""
        return self.on(timezone.localdate())

    def on(self, day) -> "MemberQuerySet":
        """Members who had joined and not left on `day`."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def not_left(self) -> "MemberQuerySet":
        """Members who have not left, those who join later included."""
        return self.filter(left_on__isnull=True)

    def same_person(self, *, name: str, email: str) -> "MemberQuerySet":
        """Who this may be: the same name, however capitalised, and not another address."""
        found = self.filter(name__iexact=name)
        return found.filter(Q(email__iexact=email) | Q(email="")) if email else found

    def visible_to(self, user) -> "MemberQuerySet":
        """Members of the sites whose member list `user` may read."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(site__in=user.standing.reading_sites)


class Member(models.Model):
    """A person's place in one site's community, with or without an account. People without e-mail are full members."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, related_name="members")
    is_expert_by_experience = models.BooleanField(default=False)
    is_professionally_qualified = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=200, blank=True)
    agreed_to_contact_at = models.DateTimeField(null=True, blank=True)  # may be sent mail; blank is a no
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "user"],
                condition=Q(user__isnull=False, left_on__isnull=True),
                name="a_person_is_a_member_of_a_site_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="a_member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What people call them round the table."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """At most two letters, for a small mark beside the name."""
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""

    @property
    def can_be_mailed(self) -> bool:
        """Whether they gave an address and agreed to be written to."""
        return bool(self.email) and self.agreed_to_contact_at is not None


class Employment(models.Model):
    """Where a member worked, from when to when: people change jobs."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.member} at {self.organisation}"


class Facilitation(models.Model):
    """A member facilitated their site from one day until another, or still does."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="facilitations")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="a_facilitation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} from {self.started_on}"


class MarkOverride(models.Model):
    """A mark of figure 1 set by hand, from a day on, with the reason that shows beside it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mark_overrides")
    mark = models.CharField(max_length=1, choices=[("X", "X, confirmed"), ("Y", "Y, not confirmed")])
    since = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_override_says_why")]

    def __str__(self) -> str:
        return f"{self.member} {self.mark}"


class SeatTarget(models.Model):
    """A discipline that a site still wants at its table."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="seat_targets")
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, related_name="seat_targets")

    class Meta:
        ordering = ["discipline"]
        constraints = [
            models.UniqueConstraint(fields=["site", "discipline"], name="a_site_wants_a_discipline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site} wants {self.discipline}"


class GroundRules(models.Model):
    """The ground rules of a programme, in versions. The latest one is current."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="ground_rules")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()  # one rule a line
    since = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="ground_rules_have_each_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, version {self.version}"

    @property
    def lines(self) -> list[str]:
        """The rules, one by one."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class Agreement(models.Model):
    """A member accepted a version of the ground rules on a day."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="agreements")
    ground_rules = models.ForeignKey(GroundRules, on_delete=models.PROTECT, related_name="agreements")
    agreed_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "ground_rules"], name="a_member_agrees_to_a_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} agreed to {self.ground_rules}"


def new_token() -> str:
    """A secret for a link, 256 bits."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


def three_weeks_from_now():
    """When an invitation sent now stops working."""
    return timezone.now() + timedelta(weeks=3)


class Invitation(models.Model):
    """A link that makes an account: a facilitator invites a member to their site, the programme team to a role."""

    token = models.CharField(max_length=60, unique=True, default=new_token)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="invitations")
    role_kind = models.CharField(
        max_length=20, choices=Role.Kind, blank=True
    )  # blank where it is for a member
    role_sites = models.ManyToManyField(Site, blank=True, related_name="+")  # commissioners only
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=three_weeks_from_now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations_accepted",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, role_kind__gt="") | Q(member__isnull=False, role_kind=""),
                name="an_invitation_is_for_a_member_or_for_a_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_invitation_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.member or self.get_role_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("members:invitation_accept", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
