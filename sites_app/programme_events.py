"""Dates of a whole programme, such as a training of two days, and what people are told of one."""

import uuid
from collections import Counter
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.dates import start_of_day
from kit.days.bank_holidays import Nation
from kit.privacy.outward import OutwardCharField, OutwardNameField, OutwardTextField
from kit.removal import Removable
from kit.words import span

MOST_DAYS = 14


def not_over(way: str = "") -> Q:
    """Return the condition that the last day of a date has not passed. `way` leads to the date, such as "event__"."""
    today = timezone.localdate()
    found = Q(**{f"{way}starts_at__gte": start_of_day(today)})
    for before in range(1, MOST_DAYS):
        first = start_of_day(today - timedelta(days=before))
        found |= Q(**{f"{way}days__gt": before, f"{way}starts_at__gte": first})
    return found


class ProgrammeEventQuerySet(models.QuerySet):
    """A QuerySet of dates of whole programmes."""

    def visible_to(self, user) -> "ProgrammeEventQuerySet":
        """Return the dates of the programmes in which `user` has any role or membership."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(programme__in=user.standing.programmes)

    def not_cancelled(self) -> "ProgrammeEventQuerySet":
        """Return those that are not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def upcoming(self) -> "ProgrammeEventQuerySet":
        """Return those not cancelled that are still to come, soonest first. One counts until its last day is over."""
        return self.not_cancelled().filter(not_over()).order_by("starts_at", "pk")


class ProgrammeEvent(Removable):
    """A date of the whole programme: the facilitators' training, a quarterly meeting with the advisory group.

    It can last several days, one after the other, each with the same hours.
    """

    noun = "a date"
    remove_perm = "sites_app.remove_event"

    class Kind(models.TextChoices):
        """The kinds of date that a whole programme has."""

        TRAINING = "training", "Facilitators' training"
        QUARTERLY = "quarterly", "Quarterly meeting"
        ADVISORY = "advisory", "Advisory group"
        OTHER = "other", "Another date"

    programme = models.ForeignKey("sites_app.Programme", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    title = OutwardCharField(max_length=120)
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=120)  # each day
    days = models.PositiveSmallIntegerField(default=1)
    place = OutwardNameField(max_length=160, blank=True)
    link = models.URLField(blank=True)
    agenda = OutwardTextField(blank=True)
    notes = OutwardTextField(blank=True)  # of what was said and agreed
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_because = OutwardCharField(max_length=200, blank=True)
    attendance_at = models.DateTimeField(null=True, blank=True)  # when it was last marked who came
    attendance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)  # never changes
    calendar_sequence = models.PositiveIntegerField(default=0)  # raised with each change
    revised_at = models.DateTimeField(default=timezone.now)  # when its date was set or last changed

    objects = ProgrammeEventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_because="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_because="")),
                name="a_cancelled_date_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event_detail", args=[self.pk])

    @property
    def owner_row(self):
        """The programme that it is a date of."""
        return self.programme

    @property
    def day(self) -> date:
        """Return its first day, in the time zone of the installation."""
        return timezone.localtime(self.starts_at).date()

    @property
    def ends_at(self) -> datetime:
        """Return when its first day ends."""
        return self.starts_at + timedelta(minutes=self.minutes_long)

    @property
    def span(self) -> str:
        """Return its days and hours in words."""
        return span(self.starts_at, self.ends_at, days=self.days)

    @property
    def has_started(self) -> bool:
        """Return whether its start has come."""
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        """Return whether its last day has ended."""
        last = last_day_of(self.starts_at, self.days)
        return last + timedelta(minutes=self.minutes_long) <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        """Return whether it was cancelled."""
        return self.cancelled_at is not None

    @property
    def calendar_title(self) -> str:
        """Return what calendars and letters call it."""
        return f"{self.title}, {self.programme}"

    letter_title = calendar_title

    @property
    def ground_rules(self) -> None:
        """Nobody has to agree to ground rules: no case is told of there."""


def last_day_of(starts_at: datetime, days: int) -> datetime:
    """Return when something that starts at `starts_at` and lasts for `days` starts on its last day, by the clock on the wall."""
    local = timezone.localtime(starts_at).replace(tzinfo=None) + timedelta(days=days - 1)
    return timezone.make_aware(local)


def nation_of(programme) -> str:
    """Return the nation in which most sites of `programme` are, whose bank holidays its dates keep."""
    nations = programme.sites.order_by("pk").values_list("nation", flat=True)
    return next((nation for nation, _ in Counter(nations).most_common(1)), Nation.ENGLAND)
