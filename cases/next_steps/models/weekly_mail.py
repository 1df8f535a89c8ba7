"""The weekly mail about overdue steps, to owners and facilitators. It has counts, references and links, and never the
text of a step."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.next_steps.links import link_of
from cases.next_steps.models.steps import NextStep, references_of
from kit.mail import address_of, render_message
from kit.queues import Queued
from members.models import Facilitation, Member
from members.models.mails import ToAMemberQuerySet


class WeeklyMailQuerySet(ToAMemberQuerySet):
    """A QuerySet of weekly mails."""

    def due(self) -> "WeeklyMailQuerySet":
        """Return the mails of this week to send now: to owners and to facilitators of sites with steps that are still
        overdue."""
        today = timezone.localdate()
        for_reminders = NextStep.objects.for_reminders()
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
        return render_message(f"next_steps/email/{template}", context, to=self.member.email)

    def _about_their_own(self) -> dict:
        steps = NextStep.objects.for_reminders().with_their_owner().filter(owner=self.member)
        steps = steps.select_related("discussion__case__site")
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
