"""Mail that adds meetings to members' calendars, changes or removes them: one letter a member for all that one act did."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kit.lines import LineField
from kit.mail import render_message
from kit.queues import NotWantedError, Queued
from kit.words import clock, full_day
from meetings.calendar import invitation_calendar, is_answered_by_calendar, published_calendar
from meetings.models.meetings import Meeting
from meetings.replying import link_of
from members.models import Member
from members.models.mails import ToAMemberQuerySet

OF_LEAVERS = Q(method="CANCEL", meeting__cancelled_at__isnull=True)  # the meeting takes place without them


class CalendarMailQuerySet(ToAMemberQuerySet):
    """A QuerySet of letters about the calendar."""

    def without_reader(self) -> "CalendarMailQuerySet":
        """Return the unsent rows whose reader can no longer be mailed, except for the last mail to who has left."""
        found: Any = super().without_reader()
        last = CalendarChange.objects.of_leavers().filter(mail=OuterRef("pk"))
        return found.exclude(Exists(last), member__left_on__isnull=False)

    def due(self) -> "CalendarMailQuerySet":
        """Return the letters to send now: those with a change that still holds."""
        return self.free().filter(Exists(CalendarChange.objects.current().filter(mail=OuterRef("pk"))))

    def not_begun(self) -> "CalendarMailQuerySet":
        """Return the letters that no worker has taken yet: they can take further changes."""
        return self.unsent().filter(attempts=0, claimed_until__isnull=True)

    def begun(self) -> "CalendarMailQuerySet":
        """Return the letters that were sent, or are being sent: their readers know, or soon will."""
        return self.filter(Q(sent_at__isnull=False) | Q(claimed_until__isnull=False))


class CalendarMail(Queued):
    """One letter to one member, with the changes to their calendar that were made since the last one."""

    reads = ("member__site__programme",)

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendar_mails")

    objects = CalendarMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Calendar mail to {self.member}"

    def message(self) -> EmailMultiAlternatives:
        """Return the mail: what is new, what changed from what to what, and what is cancelled, with the links.

        Of one meeting it holds what calendar programs understand as an invitation, a change or a cancellation (RFC 5546);
        of several, one file with all dates, because an invitation is about one. Raise NotWantedError if nothing holds.
        """
        found = CalendarChange.objects.current().filter(mail=self).select_related("meeting__site__programme")
        changes = [change for change in found.order_by("meeting__starts_at") if change.is_told]
        if not changes:
            raise NotWantedError("Later changes have replaced what it says.")
        context = {
            "member": self.member,
            "site": self.member.site,
            "changes": changes,
            "many": len(changes) > 1,
            "asks": any(not change.takes_out for change in changes),
            "by_calendar": len(changes) == 1 and is_answered_by_calendar(self.member),
            "leaves": any(change.takes_out and not change.meeting.is_cancelled for change in changes),
        }
        message = render_message("meetings/email/dates", context, to=self.member.email)
        _attach_calendars(message, changes)
        return message


def _attach_calendars(message: EmailMultiAlternatives, changes: list["CalendarChange"]) -> None:
    """Add the parts of `message` that calendar programs read: one they act on by themselves for one meeting, else files."""
    if len(changes) == 1:
        method = changes[0].method
        message.attach_alternative(_invitation(changes[0]), f"text/calendar; method={method}")
        return
    for change in changes:
        if change.takes_out:
            name = f"cancelled-{change.starts_at:%Y-%m-%d}.ics"
            message.attach(name, _invitation(change), "text/calendar; method=CANCEL")
    if coming := [change.meeting for change in changes if not change.takes_out]:
        content = published_calendar(coming).decode()
        message.attach("meetings.ics", content, "text/calendar; method=PUBLISH")


def _invitation(change: "CalendarChange") -> str:
    return invitation_calendar(change.meeting, member=change.member, method=change.method).decode()


class CalendarChangeQuerySet(models.QuerySet):
    """A QuerySet of changes to members' calendars."""

    def of_leavers(self) -> "CalendarChangeQuerySet":
        """Return those that take a meeting, which takes place, out of the calendar of somebody who has left."""
        return self.filter(OF_LEAVERS)

    def current(self) -> "CalendarChangeQuerySet":
        """Return the changes that still hold: of running programmes, for coming meetings, to members who can be
        mailed, without those that a later change has replaced.

        Somebody who was invited and has left can be told once more, so that the meeting goes from their calendar.
        """
        left = Member.objects.filter(left_on__isnull=False, email__gt="", agreed_to_contact_at__isnull=False)
        return self.filter(
            Q(member__in=Member.objects.can_be_mailed()) & ~OF_LEAVERS | Q(member__in=left) & OF_LEAVERS,
            meeting__site__programme__ended_on__isnull=True,
            meeting__starts_at__gt=timezone.now(),
            sequence=F("meeting__calendar_sequence"),
        )

    def told(self) -> "CalendarChangeQuerySet":
        """Return those whose letter was sent, or is being sent."""
        return self.filter(mail__in=CalendarMail.objects.begun())


class CalendarChange(models.Model):
    """One meeting in a letter: an invitation or change (REQUEST) or a cancellation (CANCEL), with the sequence of the
    meeting and what it says of day, hours, place and link.
    """

    class Method(models.TextChoices):
        """What it does to a calendar (RFC 5546)."""

        REQUEST = "REQUEST", "Invitation or change"
        CANCEL = "CANCEL", "Cancellation"

    mail = models.ForeignKey(CalendarMail, on_delete=models.CASCADE, related_name="changes")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calendar_changes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendar_changes")
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=7, choices=Method)
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField()
    place = LineField(max_length=160, blank=True)
    link = models.URLField(blank=True)

    objects = CalendarChangeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "sequence", "method"],
                name="a_member_is_told_each_change_of_a_meeting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.sequence} of {self.meeting} to {self.member}"

    @property
    def takes_out(self) -> bool:
        """Return whether the meeting goes from the member's calendar."""
        return self.method == self.Method.CANCEL

    @property
    def ends_at(self):
        """Return when the meeting is said to end."""
        return self.starts_at + timedelta(minutes=self.minutes_long)

    @cached_property
    def before(self) -> "CalendarChange | None":
        """Return what the member was told of the meeting the last time, if they were."""
        earlier = self.meeting.calendar_changes.told().filter(
            member=self.member_id, method=self.Method.REQUEST
        )
        return earlier.exclude(mail=self.mail_id).order_by("-sequence", "-pk").first()

    @property
    def is_told(self) -> bool:
        """Return whether it says anything that the member was not told before."""
        return self.takes_out or (before := self.before) is None or self.facts != before.facts

    @property
    def facts(self) -> tuple:
        """What it says of the meeting."""
        return (self.starts_at, self.minutes_long, self.place, self.link)

    @property
    def state(self) -> str:
        """Return what it does, in words."""
        if self.takes_out:
            return "Cancelled" if self.meeting.is_cancelled else "Removed from your calendar"
        return "Changed" if self.before else "New"

    @property
    def differences(self) -> list[tuple[str, str]]:
        """Return what the member was told before and is no longer so, with what it is about: ("Place", "Town Hall")."""
        if (was := self.before) is None:
            return []
        found = []
        if (was.starts_at, was.minutes_long) != (self.starts_at, self.minutes_long):
            found.append(
                ("Day and time", f"{full_day(was.starts_at)}, {clock(was.starts_at)} to {clock(was.ends_at)}")
            )
        if was.place != self.place:
            found.append(("Place", was.place or "none"))
        if was.link != self.link:
            found.append(("Link", was.link or "none"))
        return found

    @property
    def reply_link(self) -> str:
        """Return the address at which this member says whether they are coming."""
        return link_of(self.meeting, self.member)


def changes_of(meeting: Meeting, members: Iterable[Member], method: str) -> list[CalendarChange]:
    """Return the changes, not saved yet and without a letter, that tell `members` of `meeting` as it is now."""
    return [
        CalendarChange(
            meeting=meeting, member=member, sequence=meeting.calendar_sequence, method=method,
            starts_at=meeting.starts_at, minutes_long=meeting.minutes_long, place=meeting.place, link=meeting.link,
        )
        for member in members
    ]  # fmt: skip
