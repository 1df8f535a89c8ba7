"""Meetings, their agendas, attendance and visitors."""

import uuid
from collections import Counter
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kit.lines import LineField
from kit.queries import listed_rows, rows_from
from kit.words import by_name, listed, lower_first, plural, span
from meetings.models.meeting_queries import MeetingQuerySet
from members.as_of import as_they_were
from members.models import Agreement, GroundRules, Member, MemberQuerySet
from sites_app.models import Programme, Site

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Meeting(models.Model):
    """A meeting of one site, usually of two hours."""

    class Kind(models.TextChoices):
        """The kinds of meeting."""

        TASTER = "taster", "Taster session"  # the first one, to find out what a community of practice is
        CASE = "case", "Case meeting"
        GUEST = "guest", "Meeting with a guest speaker"
        CLOSING = "closing", "Last meeting"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CASE)
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField(default=120)
    place = LineField(max_length=160, blank=True)
    link = models.URLField(blank=True)
    minutes = models.TextField(blank=True)  # the general part; minutes of a case are in CaseMinutes
    closed_at = models.DateTimeField(null=True, blank=True)  # from then on attendance is final
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_because = models.CharField(max_length=200, blank=True)
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)  # never changes
    calendar_sequence = models.PositiveIntegerField(default=0)  # raised with each change
    revised_at = models.DateTimeField(default=timezone.now)  # when its date was set or last changed
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    days = 1  # as the programme's dates say, which can last longer

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["site", "starts_at", "cancelled_at"], name="meetings_of_a_site_by_time")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "number"],
                condition=Q(cancelled_at__isnull=True),
                name="a_site_numbers_its_meetings_once",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_because="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_because="")),
                name="a_cancelled_meeting_says_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="a_meeting_is_not_both_closed_and_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site.code} meeting {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("meeting_detail", args=[self.pk])

    @property
    def ends_at(self):
        """Return when it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes_long)

    @property
    def has_started(self) -> bool:
        """Return whether its start has come."""
        return self.starts_at <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        """Return whether it was cancelled."""
        return self.cancelled_at is not None

    @property
    def is_closed(self) -> bool:
        """Return whether it was closed, so that attendance is final."""
        return self.closed_at is not None

    @property
    def is_open_today(self) -> bool:
        """Return whether its day has come and it is neither closed nor cancelled, so that people still write."""
        return self.day <= timezone.localdate() and not self.is_closed and not self.is_cancelled

    @property
    def asks_members(self) -> bool:
        """Return whether mail about it is sent: it is to come, not cancelled, and its programme is running."""
        return not self.is_cancelled and not self.has_started and self.site.programme.is_running

    @property
    def day(self) -> date:
        """Return the day on which it begins, in the time zone of the installation."""
        return timezone.localtime(self.starts_at).date()

    def members_then(self) -> MemberQuerySet:
        """Return the members of its site who had joined and not left on its day, by name."""
        return Member.objects.filter(site=self.site_id).on(self.day).order_by("name", "pk")

    @cached_property
    def ground_rules(self) -> GroundRules | None:
        """Return the version of the programme's ground rules on its day; before the first version, the first."""
        versions = GroundRules.objects.filter(programme=self.site.programme_id).order_by("-version")
        return versions.filter(since__lte=self.day).first() or versions.last()

    def ground_rules_id(self) -> Coalesce:
        """Return the id of the same for a query."""
        versions = GroundRules.objects.filter(programme=self.site.programme_id)
        then = versions.filter(since__lte=self.day).order_by("-version").values("pk")[:1]
        return Coalesce(Subquery(then), Subquery(versions.order_by("version").values("pk")[:1]))

    def roll(self) -> "Roll":
        """Return who was a member on that day and who came, as recorded so far."""
        return Roll(self)

    @property
    def visits_read(self) -> "list[Visit]":
        """The visits to it, by name. No query after `with_visits`."""
        if hasattr(self, "visits_listed"):
            return by_name(rows_from(Visit, self.visits_listed, using=self._state.db))
        return by_name(self.visits.all())

    def members_without_reply(self) -> MemberQuerySet:
        """Return the members who have not replied, and are marked neither as absent with apologies nor with a stand-in."""
        members = Member.objects.filter(site=self.site_id).current().order_by("name", "pk")
        return members.exclude(replies__meeting=self).exclude(attendances__meeting=self)

    def unmarked(self) -> list[Member]:
        """Return the members of that day without a mark."""
        return self.roll().unmarked

    def missing(self, roll: "Roll | None" = None) -> list[str]:
        """Return what a facilitator would want to know before closing it, as sentences. None of it prevents closing."""
        found, roll = [], roll or self.roll()
        names = [member.name for member in roll.unmarked]
        if names:
            found.append(f"{listed(names)} {plural(len(names), 'is', 'are')} not marked yet.")
        if not self.minutes:
            found.append("There are no minutes yet. You can also write them later.")
        if roll.has_ground_rules and roll.have_not_agreed:
            found.append("Not everyone who was here has agreed to the ground rules.")
        return found

    def have_not_agreed(self) -> list[Member]:
        """Return the members who were present and had not agreed to the ground rules of that day."""
        return self.roll().have_not_agreed

    @property
    def is_numbered(self) -> bool:
        """Return whether people call it by its number."""
        return self.kind != self.Kind.TASTER

    @property
    def name(self) -> str:
        """Return what people call it: "Taster session" or "Meeting 4"."""
        return f"{self.name_for_calendars} {self.number}" if self.is_numbered else self.name_for_calendars

    @property
    def name_for_calendars(self) -> str:
        """Return its name without the number, which follows the other dates: "Taster session" or "Meeting"."""
        return "Meeting" if self.is_numbered else "Taster session"

    @property
    def calendar_title(self) -> str:
        """Return what calendars call it, with its site."""
        return f"{self.site}, {lower_first(self.name_for_calendars)}"

    @property
    def letter_title(self) -> str:
        """Return what letters call it, with its site."""
        return f"{self.site}, {lower_first(self.name)}"

    @property
    def span(self) -> str:
        """Return its day and hours in words."""
        return span(self.starts_at, self.ends_at)

    @property
    def programme(self) -> Programme:
        """Return the programme of its site."""
        return self.site.programme

    @property
    def is_over(self) -> bool:
        """Return whether it was closed, or its planned end has passed."""
        return self.is_closed or self.ends_at <= timezone.now()


class Attendance(models.Model):
    """Whether a member came to a meeting. A stand-in's attendance is the stand-in's own, not the member's."""

    class Mark(models.TextChoices):
        """Whether somebody came."""

        PRESENT = "present", "Here"
        APOLOGIES = "apologies", "Apologies"  # said so beforehand
        ABSENT = "absent", "Absent"
        STAND_IN = "stand_in", "Stand-in"  # somebody came in their place

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    mark = models.CharField(max_length=10, choices=Mark)
    stand_in_name = LineField(max_length=120, blank=True)
    stand_in_joined_as = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances_as_stand_in"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["member__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="a_member_has_one_mark_a_meeting"),
            models.CheckConstraint(
                condition=Q(mark="stand_in") | Q(stand_in_name=""), name="only_a_stand_in_has_a_stand_in_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.mark}"


class AttendanceCorrection(models.Model):
    """A mark that was changed after the meeting was closed: from what to what, by whom and why."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="corrections")
    mark_before = models.CharField(max_length=10, blank=True)
    mark_after = models.CharField(max_length=10)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_correction_says_why")]

    def __str__(self) -> str:
        return f"{self.attendance}: {self.reason}"


class Visit(models.Model):
    """Somebody who came and is not a member, such as a commissioner, a guest speaker or a knowledge broker."""

    class Capacity(models.TextChoices):
        """What a visitor came as."""

        COMMISSIONER = "commissioner", "Commissioner or senior manager"
        GUEST_SPEAKER = "guest_speaker", "Guest speaker"
        KNOWLEDGE_BROKER = "knowledge_broker", "Knowledge broker"
        OTHER = "other", "Another visitor"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="visits")
    name = LineField(max_length=120)
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.OTHER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    agreed_to_ground_rules = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def site_id(self) -> int:
        """Return the site of the meeting."""
        return self.meeting.site_id


def with_visits(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Read with each of `meetings` the visits to it, in the same query: `visits_read` has them."""
    return meetings.annotate(visits_listed=listed_rows(Visit.objects.filter(meeting=OuterRef("pk"))))


class OnTheRoll(TypedDict):
    """What a Roll adds to each member."""

    mark: str | None
    stand_in_name: str | None
    coming: str | None
    expected_stand_in: str | None
    was_member: bool
    rules_then: int | None
    has_agreed: bool


class Roll:
    """The members on a meeting's day and anybody else with a mark, by name, with their replies, read in one query.

    After the day they have the role that they had then, in one query more, and the name of today.

    Each has `was_member`, `mark` and `stand_in_name` (None without a mark), `coming` and `expected_stand_in`
    (their reply, or None), and `has_agreed` to the ground rules of that day.
    """

    def __init__(self, meeting: Meeting):
        self.meeting = meeting
        agreed = Agreement.objects.filter(member=OuterRef("pk"), ground_rules=OuterRef("rules_then"))
        self.everyone = by_name(
            Member.objects.select_related("discipline")
            .annotate(
                came=FilteredRelation("attendances", condition=Q(attendances__meeting=meeting)),
                said=FilteredRelation("replies", condition=Q(replies__meeting=meeting)),
                mark=F("came__mark"),
                stand_in_name=F("came__stand_in_name"),
                coming=F("said__coming"),
                expected_stand_in=F("said__stand_in_name"),
                was_member=Exists(meeting.members_then().filter(pk=OuterRef("pk"))),
                rules_then=meeting.ground_rules_id(),
                has_agreed=Exists(agreed),
            )
            .filter(Q(was_member=True) | Q(mark__isnull=False))
            .order_by("pk")
        )
        if meeting.day < timezone.localdate():
            as_they_were(self.everyone, on=meeting.day, with_name=False)

    @property
    def has_ground_rules(self) -> bool:
        """Return whether the programme has ground rules to agree to."""
        if self.everyone:
            return self.everyone[0].rules_then is not None
        return self.meeting.ground_rules is not None

    @property
    def members(self) -> list["WithAnnotations[Member, OnTheRoll]"]:
        """Return those who had joined and not left on that day."""
        return [member for member in self.everyone if member.was_member]

    @property
    def unmarked(self) -> list[Member]:
        """Return the members of that day without a mark."""
        return [member for member in self.members if member.mark is None]

    @property
    def have_not_agreed(self) -> list[Member]:
        """Return those who were here and had not agreed to the ground rules of that day."""
        here = Attendance.Mark.PRESENT
        return [member for member in self.everyone if member.mark == here and not member.has_agreed]

    @property
    def in_words(self) -> str:
        """Return who came, in numbers: 8 here, 1 apologies, 1 not marked."""
        marks = Counter(member.mark for member in self.everyone)
        parts = [
            (marks[Attendance.Mark.PRESENT], "here"),
            (marks[Attendance.Mark.STAND_IN], "sent a stand-in"),
            (marks[Attendance.Mark.APOLOGIES], "sent apologies"),
            (marks[Attendance.Mark.ABSENT], "absent"),
            (len(self.unmarked), "not marked"),
        ]
        return ", ".join(f"{number} {word}" for number, word in parts if number) or "nobody marked yet"
