"""Mails about next steps: one to each owner when a meeting is closed, and one a week about what is overdue."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.next_steps.models.steps import NextStep
from kit.queues import Queued, QueuedQuerySet
from meetings.models import Meeting
from members.models import Facilitation, Member

STILL_NEWS = timedelta(days=7)  # after closing; later than that, the home page and the weekly mail tell


class StepsMailQuerySet(QueuedQuerySet):
    def due(self) -> "StepsMailQuerySet":
        """Mails to send now: of running programmes, for meetings closed in the last week, to members who can be mailed
        and have not answered everything meanwhile."""
        return self.free().filter(
            Exists(
                NextStep.objects.awaiting_feedback().filter(
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
    """Tells one owner, once a meeting, that they took next steps on there."""

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


class WeeklyMailQuerySet(QueuedQuerySet):
    def due(self) -> "WeeklyMailQuerySet":
        """Mails of this week to send now: to owners who have not answered meanwhile, and to facilitators of sites where
        something is still overdue."""
        today = timezone.localdate()
        to_ask_about = NextStep.objects.to_ask_about()
        facilitates = Facilitation.objects.on(today).filter(member=OuterRef("member"))
        return self.free().filter(
            Q(Exists(to_ask_about.filter(owner=OuterRef("member"))), kind=WeeklyMail.Kind.OWNER)
            | Q(
                Exists(facilitates),
                Exists(to_ask_about.filter(discussion__meeting__site=OuterRef("member__site"))),
                kind=WeeklyMail.Kind.FACILITATOR,
            ),
            week__gt=today - timedelta(days=7),
            member__site__programme__ended_on__isnull=True,
            member__in=Member.objects.can_be_mailed(),
        )


class WeeklyMail(Queued):
    """What is overdue, in one mail a week: to an owner their own steps, to a facilitator how many there are at the site."""

    class Kind(models.TextChoices):
        OWNER = "owner", "To an owner, about their own steps"
        FACILITATOR = "facilitator", "To a facilitator, about the site"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="weekly_mails")
    kind = models.CharField(max_length=11, choices=Kind)
    week = models.DateField()  # the Monday it begins with

    objects = WeeklyMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "week"], name="a_member_gets_each_weekly_mail_once_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.member}, {self.week}"
