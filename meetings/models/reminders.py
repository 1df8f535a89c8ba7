"""Reminders of a meeting, a week and a day before it."""

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kit.mail import render_message
from kit.queues import Queued
from meetings.models.calendar import Reply
from meetings.models.meetings import Meeting
from meetings.replying import link_of
from members.models import Member
from members.models.mails import ToAMemberQuerySet


class ReminderQuerySet(ToAMemberQuerySet):
    """A QuerySet of reminders."""

    def due(self) -> "ReminderQuerySet":
        """Return the reminders to send now: of running programmes, for coming meetings that are not cancelled,
        without members who sent apologies or a stand-in.
        """
        not_coming = Reply.objects.filter(
            ~Q(coming=Reply.Coming.YES), meeting=OuterRef("meeting"), member=OuterRef("member")
        )
        return self.free().filter(
            ~Exists(not_coming),
            meeting__site__programme__ended_on__isnull=True,
            meeting__cancelled_at__isnull=True,
            meeting__starts_at=F("starts_at"),
            meeting__starts_at__gt=timezone.now(),
            member__in=Member.objects.can_be_mailed(),
        )


class Reminder(Queued):
    """A reminder of one meeting to one member, a week or a day before it."""

    reads = ("meeting__site", "member")

    class Before(models.TextChoices):
        """How long before the meeting a reminder is sent."""

        WEEK = "week", "A week before"
        DAY = "day", "A day before"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reminders")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reminders")
    before = models.CharField(max_length=4, choices=Before)
    starts_at = models.DateTimeField()  # of the meeting as it was when this was queued

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "before", "starts_at"], name="a_member_is_reminded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()}: {self.meeting} to {self.member}"

    def message(self) -> EmailMessage:
        """Return the mail: when and where, and the link to reply or to change a reply."""
        context = {
            "meeting": self.meeting,
            "member": self.member,
            "said": self.meeting.replies.filter(member=self.member).exists(),
            "reply_link": link_of(self.meeting, self.member),
        }
        return render_message("meetings/email/reminder", context, to=self.member.email, row=self)
