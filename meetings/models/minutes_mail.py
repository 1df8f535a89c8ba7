"""The mail that says that the minutes of a meeting are ready: one row for each member, so that none is sent twice."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone

from kit.mail import render_message
from kit.queues import Queued
from meetings.models.meetings import Meeting
from members.models import Member
from members.models.mails import ToAMemberQuerySet


class MinutesMailQuerySet(ToAMemberQuerySet):
    """A QuerySet of mails about minutes."""

    def due(self) -> "MinutesMailQuerySet":
        """Return the mails to send now: of running programmes, made in the last month, to members who can be
        mailed and sign in.
        """
        return self.free().filter(
            made_at__gt=timezone.now() - timedelta(days=31),
            meeting__site__programme__ended_on__isnull=True,
            meeting__cancelled_at__isnull=True,
            member__in=Member.objects.can_be_mailed_and_sign_in(),
        )


class MinutesMail(Queued):
    """A mail to one member that the minutes of one meeting are ready. It has a link, and none of their text."""

    reads = ("meeting__site", "member")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes_mails")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="minutes_mails")

    objects = MinutesMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="a_member_is_told_of_the_minutes_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting} to {self.member}"

    def message(self) -> EmailMessage:
        """Return the mail: which meeting, and the link to its minutes. It has none of their text."""
        context = {"meeting": self.meeting, "member": self.member}
        return render_message("meetings/email/minutes", context, to=self.member.email, row=self)
