"""Reminders to those who were invited to a date, a week and a day before it."""

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F
from django.utils import timezone

from kit.mail import render_message
from kit.queues import Queued, QueuedQuerySet
from meetings.invitations.models.dates import with_date
from meetings.invitations.models.invitations import DateInvitation
from meetings.models import Reminder


class InvitationReminderQuerySet(QueuedQuerySet):
    """A QuerySet of reminders to those who were invited."""

    def without_reader(self) -> "InvitationReminderQuerySet":
        """Return the unsent rows whose reader can no longer be mailed."""
        return self.unsent().exclude(invitation__in=DateInvitation.objects.reachable())

    def due(self) -> "InvitationReminderQuerySet":
        """Return the reminders to send now: of dates that still stand, without those who said that they can't come."""
        wanted = DateInvitation.objects.standing().to_come().reachable().exclude(coming="no")
        return self.free().filter(
            with_date("invitation__", starts_at=F("starts_at")),
            invitation__in=wanted,
            starts_at__gt=timezone.now(),
        )


class InvitationReminder(Queued):
    """A reminder of one date to somebody who was invited to it."""

    reads = (
        "invitation__meeting__site__programme",
        "invitation__event__programme",
        "invitation__user",
        "invitation__invited_by",
    )

    invitation = models.ForeignKey(DateInvitation, on_delete=models.CASCADE, related_name="reminders")
    before = models.CharField(max_length=4, choices=Reminder.Before)
    starts_at = models.DateTimeField()  # of the date as it was when this was queued

    objects = InvitationReminderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "before", "starts_at"], name="who_is_invited_is_reminded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()}: {self.invitation}"

    @property
    def reader_email(self) -> str:
        """Return the address that it goes to."""
        return self.invitation.reader_email

    def message(self) -> EmailMessage:
        """Return the mail: when and where, and the link to reply or to change a reply."""
        context = {"invitation": self.invitation, "date": self.invitation.date}
        return render_message(
            "invitations/email/reminder",
            context,
            to=self.invitation.reader_email,
            row=self,
            foot=self.invitation.mail_foot,
        )
