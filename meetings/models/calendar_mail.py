"""The mail that adds a meeting to members' calendars, changes it, or removes it."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kit.mail import render_message
from kit.queues import Queued
from meetings.calendar import invitation_calendar
from meetings.models.meetings import Meeting
from meetings.replying import link_of
from members.models import Member
from members.models.mails import ToAMemberQuerySet


class CalendarMailQuerySet(ToAMemberQuerySet):
    """A QuerySet of calendar mails."""

    def without_reader(self) -> "CalendarMailQuerySet":
        """Return the unsent rows whose reader can no longer be mailed, except for the last mail to who has left."""
        takes_out = Q(method=CalendarMail.Method.CANCEL, meeting__cancelled_at__isnull=True)
        found: Any = super().without_reader()
        return found.exclude(takes_out, member__left_on__isnull=False)

    def due(self) -> "CalendarMailQuerySet":
        """Return the mails to send now: of running programmes, for coming meetings, to members who can be
        mailed, without those that a later change has replaced.

        The cancellation of a meeting is sent to those who were invited, as long as its time has not come.
        Somebody who was invited and has left gets one last mail, which removes the meeting from their
        calendar.
        """
        left = Member.objects.filter(left_on__isnull=False, email__gt="", agreed_to_contact_at__isnull=False)
        takes_out = Q(method=CalendarMail.Method.CANCEL, meeting__cancelled_at__isnull=True)
        return self.free().filter(
            Q(member__in=Member.objects.can_be_mailed()) & ~takes_out | Q(member__in=left) & takes_out,
            meeting__site__programme__ended_on__isnull=True,
            meeting__starts_at__gt=timezone.now(),
            sequence=F("meeting__calendar_sequence"),
        )


class CalendarMail(Queued):
    """One calendar mail to one member: an invitation or change (REQUEST) or a cancellation (CANCEL), with the
    sequence of the meeting.
    """

    reads = ("meeting__site__programme", "member")

    class Method(models.TextChoices):
        """What the mail does to a calendar (RFC 5546)."""

        REQUEST = "REQUEST", "Invitation or change"
        CANCEL = "CANCEL", "Cancellation"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calendar_mails")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendar_mails")
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=7, choices=Method)

    objects = CalendarMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "sequence", "method"],
                name="a_member_gets_each_calendar_mail_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.sequence} of {self.meeting} to {self.member}"

    def message(self) -> EmailMultiAlternatives:
        """Return the mail: a few words with the links, and the meeting for the reader's calendar."""
        context = {
            "meeting": self.meeting,
            "member": self.member,
            "is_change": self._is_change(),
            "reply_link": link_of(self.meeting, self.member),
        }
        message = render_message(f"meetings/email/{self._template()}", context, to=self.member.email)
        content = invitation_calendar(
            self.meeting, member=self.member, method=self.method, stamp=self.made_at
        )
        message.attach_alternative(content.decode(), f"text/calendar; method={self.method}")
        return message

    def _template(self) -> str:
        if self.method == self.Method.REQUEST:
            return "asked"
        return "called_off" if self.meeting.is_cancelled else "not_asked"

    def _is_change(self) -> bool:
        """Return whether this member got an earlier mail about the same meeting."""
        sent = CalendarMail.objects.filter(
            meeting=self.meeting_id, member=self.member_id, sent_at__isnull=False
        )
        return sent.exclude(pk=self.pk).exists()
