"""Mail about dates to those who were invited to them: one letter a person for all that one act did."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kit.lines import AddressField
from kit.mail import render_message
from kit.queues import NotWantedError, Queued, QueuedQuerySet
from meetings.calendar import invitation_to
from meetings.invitations.calendar_replies import is_answered_by_calendar
from meetings.invitations.models.dates import can_be_told_off, with_date
from meetings.invitations.models.invitations import DateInvitation
from meetings.models.told import Told, attach_calendars


class InvitationMailQuerySet(QueuedQuerySet):
    """A QuerySet of letters to those who were invited."""

    def without_reader(self) -> "InvitationMailQuerySet":
        """Return the unsent letters whose reader can no longer be mailed."""
        reachable = DateInvitation.objects.reachable().values("pk")
        return self.unsent().exclude(changes__invitation__in=reachable)

    def due(self) -> "InvitationMailQuerySet":
        """Return the letters to send now: those with a change that still holds."""
        return self.free().filter(Exists(InvitationChange.objects.current().filter(mail=OuterRef("pk"))))

    def not_begun(self) -> "InvitationMailQuerySet":
        """Return the letters that no worker has taken yet: they can take further changes."""
        return self.unsent().filter(attempts=0, claimed_until__isnull=True)


class InvitationMail(Queued):
    """One letter to one address, with the dates that changed for its reader since the last one."""

    email = AddressField()

    objects = InvitationMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Invitation mail to {self.email}"

    def message(self) -> EmailMultiAlternatives:
        """Return the mail: what is new, changed and cancelled, with the links. Raise NotWantedError if nothing holds."""
        found = InvitationChange.objects.current().filter(mail=self)
        rows = found.select_related(
            "invitation__meeting__site__programme",
            "invitation__event__programme",
            "invitation__user",
            "invitation__invited_by",
        )
        changes = [change for change in rows.order_by("starts_at", "pk") if change.is_told]
        for change in changes:
            change.mail = self
        if not changes:
            raise NotWantedError("Later changes have replaced what it says.")
        first = changes[0].invitation
        context: dict[str, Any] = {
            "invitation": first,
            "changes": changes,
            "many": len(changes) > 1,
            "asks": any(not change.takes_out for change in changes),
            "by_calendar": len(changes) == 1 and is_answered_by_calendar(first),
        }
        message = render_message(
            "invitations/email/dates", context, to=first.reader_email, row=self, foot=first.mail_foot
        )
        attach_calendars(message, changes)
        return message


class InvitationChangeQuerySet(models.QuerySet):
    """A QuerySet of what letters to those who were invited say."""

    def current(self) -> "InvitationChangeQuerySet":
        """Return what still holds: of running programmes, for dates to come or with days left to cancel, to readers who can
        be mailed, without what a later change has replaced.
        """
        is_off = (
            Q(invitation__withdrawn_at__isnull=False)
            | Q(invitation__meeting__cancelled_at__isnull=False)
            | Q(invitation__event__cancelled_at__isnull=False)
        )
        return self.filter(
            Q(method=Told.Method.REQUEST) & ~is_off & with_date("invitation__", starts_at__gt=timezone.now())
            | Q(method=Told.Method.CANCEL) & is_off & can_be_told_off("invitation__"),
            with_date(
                "invitation__",
                programme__ended_on__isnull=True,
                calendar_sequence=F("sequence"),
            ),
            invitation__in=DateInvitation.objects.reachable(),
        )

    def told(self) -> "InvitationChangeQuerySet":
        """Return those whose letter was sent, or is being sent."""
        return self.filter(Q(mail__sent_at__isnull=False) | Q(mail__claimed_until__isnull=False))


class InvitationChange(Told):
    """One date in a letter to somebody who was invited to it."""

    mail = models.ForeignKey(InvitationMail, on_delete=models.CASCADE, related_name="changes")
    invitation = models.ForeignKey(DateInvitation, on_delete=models.CASCADE, related_name="changes")
    days = models.PositiveSmallIntegerField(default=1)

    objects = InvitationChangeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "sequence", "method"], name="who_is_invited_is_told_each_change_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.sequence} of {self.invitation}"

    @property
    def meeting(self):
        """Return the meeting, or the date of the programme, that it is about."""
        return self.invitation.date

    @property
    def lasts_days(self) -> int:
        """Return for how many days it is said to last."""
        return self.days

    def told_earlier(self) -> models.QuerySet:
        """Return what they were told of it in letters that have gone."""
        return InvitationChange.objects.told().filter(invitation=self.invitation_id)

    def as_calendar(self) -> bytes:
        """Return it as a part of the mail for calendar programs."""
        return invitation_to(
            self.meeting,
            email=self.invitation.reader_email,
            method=self.method,
            asks=is_answered_by_calendar(self.invitation),
            address=self.page_address,
            said_at=self.mail.made_at,
        )

    @property
    def page_address(self) -> str:
        """Return the page that the reader opens: that of their invitation."""
        return self.invitation.page_address
