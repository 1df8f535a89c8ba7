"""The weekly mail about overdue steps, to owners and facilitators. It has counts, references and links, and never the
text of a step."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.next_steps.links import link_of
from cases.next_steps.models.steps import NextStep, NextStepQuerySet, due_meetings, references_of
from kit.mail import address_of, render_message
from kit.queues import Queued
from members.models import Facilitation, Member
from members.models.mails import ToAMemberQuerySet

MOST_REMINDERS = 2  # of one step to one person, after the mail about the meeting


def asked_less_than_twice(steps: NextStepQuerySet, mails: models.QuerySet) -> NextStepQuerySet:
    """Return those of `steps` of which at most one of `mails` was made since feedback on them was first due. `mails` are those
    of one person, and may look at the step with OuterRef. `steps` are `for_reminders`.
    """
    since = mails.filter(failed_at__isnull=True, made_at__gt=OuterRef("first_due_at")).order_by()
    number = since.values("member").annotate(times=Count("pk")).values("times")
    first = due_meetings().order_by("starts_at").values("starts_at")[:1]
    found = steps.annotate(first_due_at=Subquery(first), times_asked=Coalesce(Subquery(number), 0))
    return found.filter(times_asked__lt=MOST_REMINDERS)


class WeeklyMailQuerySet(ToAMemberQuerySet):
    """A QuerySet of weekly mails."""

    def due(self) -> "WeeklyMailQuerySet":
        """Return the mails of this week to send now: to owners and to facilitators of sites with steps that are still
        overdue, and of which two earlier mails of this kind have not told them.
        """
        today = timezone.localdate()
        earlier = WeeklyMail.objects.filter(
            member=OuterRef(OuterRef("member")),
            kind=OuterRef(OuterRef("kind")),
            pk__lt=OuterRef(OuterRef("pk")),
        )
        for_reminders = asked_less_than_twice(NextStep.objects.for_reminders(), earlier)
        facilitates = Facilitation.objects.on(today).filter(member=OuterRef("member"))
        return self.free().filter(
            Q(
                Exists(for_reminders.with_their_owner().filter(owner=OuterRef("member"))),
                kind=WeeklyMail.Kind.OWNER,
            )
            | Q(
                Exists(facilitates),
                Exists(for_reminders.filter(discussion__meeting__site=OuterRef("member__site"))),
                kind=WeeklyMail.Kind.FACILITATOR,
            ),
            week__gt=today - timedelta(days=7),
            member__site__programme__ended_on__isnull=True,
            member__in=Member.objects.can_be_mailed(),
        )


class WeeklyMail(Queued):
    """The weekly mail about overdue steps: to an owner about their own, to a facilitator about how many there are at
    the site."""

    reads = ("member__site__programme",)

    class Kind(models.TextChoices):
        """Whom the mail is for."""

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

    def message(self) -> EmailMessage:
        """Return the mail: how many steps are overdue, and the page or link to give feedback."""
        is_owner = self.kind == self.Kind.OWNER
        context = {"member": self.member, "site": self.member.site}
        context |= self._about_their_own() if is_owner else self._about_the_site()
        template = "overdue" if is_owner else "digest"
        return render_message(f"next_steps/email/{template}", context, to=self.member.email, row=self)

    def _about_their_own(self) -> dict:
        earlier = WeeklyMail.objects.filter(member=self.member, kind=self.kind, pk__lt=self.pk)
        steps = asked_less_than_twice(NextStep.objects.for_reminders(), earlier).with_their_owner()
        steps = steps.filter(owner=self.member).select_related("discussion__case__site")
        return {
            "link": link_of(self.member),
            "count": len(steps),
            "references": references_of(steps),
        }

    def _about_the_site(self) -> dict:
        steps = NextStep.objects.overdue().filter(discussion__meeting__site=self.member.site_id)
        steps = steps.select_related("owner__user")
        owners = {step.owner for step in steps if not step.is_nobodys}
        return {
            "count": len(steps),
            "owners": len(owners),
            "without_mail": sum(not owner.can_be_mailed for owner in owners),
            "nobodys": sum(step.is_nobodys for step in steps),
            "page": address_of("next_steps:next_step_list", self.member.site.slug),
        }
