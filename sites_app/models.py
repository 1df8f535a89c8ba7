"""Programmes, organisations and sites."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from kit.days.bank_holidays import Nation
from kit.lines import LineField
from kit.privacy.outward import OutwardNameField, OutwardTextField
from kit.privacy.recognisable import TownSize
from kit.removal import Removable
from kit.vocabulary import Word
from kit.words import day, months_in_words, since
from sites_app.programme_events import ProgrammeEvent as ProgrammeEvent  # its table is one of this app


def second_step_asked() -> bool:
    """Return whether a new programme asks for a second step when people sign in."""
    return settings.SECOND_STEP_ASKED


class ProgrammeQuerySet(models.QuerySet):
    """A QuerySet of programmes."""

    def running(self) -> "ProgrammeQuerySet":
        """Return the programmes that have not ended. Nothing automatic happens in the others."""
        return self.filter(ended_on__isnull=True)

    def visible_to(self, user) -> "ProgrammeQuerySet":
        """Return the programmes in which `user` has any role or membership."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.standing.programmes)


class Programme(models.Model):
    """A programme of communities of practice, with its numbers. The defaults are those of Little Miracles, 2012-13."""

    name = OutwardNameField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    aims = OutwardTextField(blank=True)
    started_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # planned
    ended_on = models.DateField(null=True, blank=True)  # a fact
    minimum_meetings = models.PositiveSmallIntegerField(default=6, validators=[MinValueValidator(1)])
    members_from = models.PositiveSmallIntegerField(default=6)
    members_to = models.PositiveSmallIntegerField(default=10)
    meeting_minutes = models.PositiveSmallIntegerField(default=120)
    meetings_to_be_confirmed = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1)])
    site_budget_pence = models.PositiveIntegerField(default=695_000)
    asks_second_step = models.BooleanField(
        default=second_step_asked
    )  # of facilitators, brokers and the team, when they sign in
    licence = OutwardNameField(max_length=60, default="CC BY-SA 4.0")
    # how long records are kept (manage.py retention)
    keep_notes_months = models.PositiveSmallIntegerField(default=24)  # after a case was last at a meeting
    keep_drafts_days = models.PositiveSmallIntegerField(default=14)
    keep_uploads_days = models.PositiveSmallIntegerField(default=1)
    keep_mail_days = models.PositiveSmallIntegerField(default=180)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="a_programme_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("started_on")),
                name="a_programme_is_planned_to_end_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(members_to__gte=F("members_from")),
                name="a_programme_wants_no_fewer_at_most_than_at_least",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme_detail", args=[self.slug])

    @property
    def is_running(self) -> bool:
        """Return whether it has not ended."""
        return self.ended_on is None


class Sector(Word):
    """A field that members come from, such as housing or health, in the order in which figure 1 lists them."""

    name = OutwardNameField(max_length=80, unique=True)


class Organisation(Removable):
    """An organisation that hosts a site or employs members."""

    noun = "an organisation"
    remove_perm = "sites_app.remove_organisation"

    name = OutwardNameField(max_length=160, unique=True)
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def row_asked_about(self, owner: models.Model) -> models.Model:
        """The programme that it was removed from: the list is shared by all."""
        return owner


class SiteQuerySet(models.QuerySet):
    """A QuerySet of sites."""

    def visible_to(self, user) -> "SiteQuerySet":
        """Return the sites whose page `user` may open: their own, and all sites of a programme they work for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.standing.sites)

    def with_latest_state(self) -> "SiteQuerySet":
        """Add the latest state, the day it began, and the day from which the site ran, for `status_in_words`."""
        ran = SiteState.objects.filter(site=models.OuterRef("pk"), state=SiteState.State.RUNNING)
        latest = SiteState.objects.filter(site=models.OuterRef("pk")).order_by("-since", "-pk")
        return self.annotate(
            latest_state=models.Subquery(latest.values("state")[:1]),
            latest_since=models.Subquery(latest.values("since")[:1]),
            ran_from=models.Subquery(ran.order_by("since", "pk").values("since")[:1]),
        )


class Site(models.Model):
    """One community of practice: a group that meets at a host organisation in one place."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sites")
    code = OutwardNameField(max_length=12)  # CP4
    slug = models.SlugField(max_length=80, unique=True)
    place = OutwardNameField(max_length=80)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hosted_sites")
    budget_pence = models.PositiveIntegerField()
    usual_room = LineField(max_length=160, blank=True)
    nation = models.CharField(max_length=3, choices=Nation, default=Nation.ENGLAND)
    town_size = models.CharField(max_length=5, choices=TownSize, blank=True)  # empty counts as small
    sprouted_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="sprouted_sites"
    )

    latest_state: str | None  # these three are read by `with_latest_state`
    latest_since: date | None
    ran_from: date | None

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="a_programme_uses_a_site_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("site_detail", args=[self.slug])

    def state_on(self, day: date) -> "SiteState | None":
        """Return the state of the site on `day`, or None where none was recorded by then."""
        return self.states.filter(since__lte=day).order_by("-since", "-pk").first()

    @property
    def state(self) -> "SiteState | None":
        """Return the state of the site today."""
        return self.state_on(timezone.localdate())

    @property
    def status_in_words(self) -> str:
        """Return "Setting up since ...", "Running since ...", or "Ran from ... to ..." once it or its programme has ended.

        Needs `with_latest_state` and the programme.
        """
        has_ended = self.latest_state == SiteState.State.ENDED
        days = [self.programme.ended_on, self.latest_since if has_ended else None]
        if ended_on := min(filter(None, days), default=None):
            return (
                f"Ran from {day(self.ran_from)} to {day(ended_on)}"
                if self.ran_from
                else f"Ended on {day(ended_on)}"
            )
        state = SiteState.State(self.latest_state or SiteState.State.SETTING_UP)
        return (
            f"{capfirst(state.label)} {since(self.latest_since)}"
            if self.latest_since
            else capfirst(state.label)
        )

    @property
    def spent_pence(self) -> int:
        """Return the sum of all expenses so far, in pence."""
        return self.expenses.aggregate(total=models.Sum("amount_pence"))["total"] or 0


class SiteState(models.Model):
    """The state of a site from one day on: setting up, running or ended, and why."""

    class State(models.TextChoices):
        """The states of a site."""

        SETTING_UP = "setting_up", "setting up"  # looking for members, has not met yet
        RUNNING = "running", "running"
        ENDED = "ended", "ended"  # no longer meets; the reason says why

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=12, choices=State)
    since = models.DateField()
    reason = OutwardTextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ended") | ~Q(reason=""), name="a_site_that_ends_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.state} since {self.since}"


class Expense(Removable):
    """Money spent from a site's budget."""

    noun = "an expense"
    remove_perm = "sites_app.remove_expense"

    class Purpose(models.TextChoices):
        """What an expense was for."""

        ROOM_HIRE = "room_hire", "Room hire"
        REFRESHMENTS = "refreshments", "Refreshments"
        FACILITATOR = "facilitator", "The facilitator's time"
        OTHER = "other", "Other"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="expenses")
    spent_on = models.DateField()
    purpose = models.CharField(max_length=16, choices=Purpose)
    amount_pence = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    note = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-spent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.amount_pence}p"

    @property
    def owner_row(self) -> Site:
        """The site whose budget it is from."""
        return self.site


class PublishedFigures(models.Model):
    """An abstract model: figures of a programme for one or more whole quarters, as readers outside it see them.

    They are counted once and then kept: whoever compares two rows compares different things, and a row read again says
    the same. The database refuses to change one.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="%(class)s")
    first_on = models.DateField()  # the first day of the period
    until = models.DateField()  # the day after it
    figures = models.JSONField()  # with small numbers rolled up
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-first_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "first_on"], name="%(class)s_are_published_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("first_on")), name="%(class)s_end_after_they_begin"
            ),
        ]

    @property
    def period_in_words(self) -> str:
        """The period in words, such as "July to September 2012"."""
        last = self.until - timedelta(days=1)
        return months_in_words(self.first_on, last)
