"""The weekly mail about what is overdue, to owners and to facilitators. Counts, references and links, never text."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.next_steps.links import link_of
from cases.next_steps.models.steps import NextStep, references_of
from kit.mail import address_of, written
from kit.queues import Queued, QueuedQuerySet
from members.models import Facilitation, Member


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

    reads = ("member__site__programme",)

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

    def message(self) -> EmailMessage:
        """How many steps are overdue, and the page or the link where they are answered."""
        is_owner = self.kind == self.Kind.OWNER
        context = {"member": self.member, "site": self.member.site}
        context |= self._about_their_own() if is_owner else self._about_the_site()
        template = "overdue" if is_owner else "digest"
        return written(f"next_steps/email/{template}", context, to=self.member.email)

    def _about_their_own(self) -> dict:
        steps = NextStep.objects.to_ask_about().filter(owner=self.member)
        steps = steps.select_related("discussion__case__site")
        return {
            "link": link_of(self.member),
            "count": len(steps),
            "references": references_of(steps),
        }

    def _about_the_site(self) -> dict:
        steps = NextStep.objects.overdue().filter(discussion__meeting__site=self.member.site_id)
        steps = steps.select_related("owner")
        owners = {step.owner for step in steps if not step.is_nobodys}
        return {
            "count": len(steps),
            "owners": len(owners),
            "without_mail": sum(not owner.can_be_mailed for owner in owners),
            "nobodys": sum(step.is_nobodys for step in steps),
            "page": address_of("next_steps:next_step_list", self.member.site.slug),
        }
