"""Mail that adds meetings to members' calendars, changes or removes them: one letter a member for all that one act did."""

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kit.mail import render_message
from kit.queues import NotWantedError, Queued
from meetings.calendar import invitation_calendar, is_answered_by_calendar
from meetings.models.meetings import Meeting
from meetings.models.told import Told, attach_calendars, facts_told
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
        message = render_message("meetings/email/dates", context, to=self.member.email, row=self)
        attach_calendars(message, changes)
        return message


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


class CalendarChange(Told):
    """One meeting in a letter to a member: an invitation or change (REQUEST) or a cancellation (CANCEL), with the sequence
    of the meeting and what it says of day, hours, place and link.
    """

    mail = models.ForeignKey(CalendarMail, on_delete=models.CASCADE, related_name="changes")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calendar_changes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendar_changes")

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

    def told_earlier(self) -> models.QuerySet:
        """Return what the member was told of the meeting in letters that have gone."""
        return self.meeting.calendar_changes.told().filter(member=self.member_id)

    def as_calendar(self) -> bytes:
        """Return it as a part of the mail for calendar programs."""
        return invitation_calendar(self.meeting, member=self.member, method=self.method)

    @property
    def reply_link(self) -> str:
        """Return the address at which this member says whether they are coming."""
        return link_of(self.meeting, self.member)


def changes_of(meeting: Meeting, members: Iterable[Member], method: str) -> list[CalendarChange]:
    """Return the changes, not saved yet and without a letter, that tell `members` of `meeting` as it is now."""
    return [
        CalendarChange(meeting=meeting, member=member, method=method, **facts_told(meeting))
        for member in members
    ]
