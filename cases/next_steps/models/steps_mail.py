"""The mail to an owner of next steps when a meeting is closed. It never contains the text of a step."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.next_steps.links import link_of
from cases.next_steps.models.steps import NextStep, references_of
from kit.mail import render_message
from kit.queues import Queued
from meetings.models import Meeting
from members.models import Member
from members.models.mails import ToAMemberQuerySet

STILL_NEWS = timedelta(days=7)  # after closing; later, the home page and the weekly mail show the steps


class StepsMailQuerySet(ToAMemberQuerySet):
    """A QuerySet of mails to owners."""

    def due(self) -> "StepsMailQuerySet":
        """Return the mails to send now.

        They are for meetings closed in the last week in running programmes, to members who can be mailed and have steps
        that await feedback.
        """
        return self.free().filter(
            Exists(
                NextStep.objects.awaiting_feedback()
                .with_their_owner()
                .filter(
                    owner=OuterRef("member"),
                    discussion__meeting=OuterRef("meeting"),
                    added_at__lte=OuterRef("meeting__closed_at"),
                )
            ),
            meeting__closed_at__gt=timezone.now() - STILL_NEWS,
            meeting__site__programme__ended_on__isnull=True,
            member__in=Member.objects.can_be_mailed(),
        )


class StepsMail(Queued):
    """The mail that tells an owner about their next steps of one meeting."""

    reads = ("meeting__site", "member__site__programme")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps_mails")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="steps_mails")

    objects = StepsMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="an_owner_is_told_of_their_steps_once_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"Steps of {self.meeting} to {self.member}"

    def message(self) -> EmailMessage:
        """Return the mail: how many steps await feedback, about which cases, and the link to them."""
        steps = NextStep.objects.agreed_at(self.meeting).filter(owner=self.member)
        steps = steps.with_their_owner().awaiting_feedback()
        context = {
            "meeting": self.meeting,
            "member": self.member,
            "site": self.member.site,
            "link": link_of(self.member),
            "count": len(steps),
            "references": references_of(steps),
        }
        return render_message("next_steps/email/steps", context, to=self.member.email, row=self)
