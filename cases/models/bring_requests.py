"""Requests by mail to bring a case."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone

from kit.mail import address_of, render_message
from kit.queues import Queued
from members.models import Member
from members.models.mails import ToAMemberQuerySet


class BringRequestQuerySet(ToAMemberQuerySet):
    """A QuerySet of requests to bring a case."""

    def due(self) -> "BringRequestQuerySet":
        """Return the mails to send now: requests of this week, in running programmes, to members who can be mailed."""
        return self.free().filter(
            made_at__gt=timezone.now() - timedelta(days=7),
            member__site__programme__ended_on__isnull=True,
            member__in=Member.objects.can_be_mailed(),
        )


class BringRequest(Queued):
    """A request to a member by mail to bring a case. A member is asked at most once a month."""

    reads = ("member__site", "asked_by")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="bring_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = BringRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.member} is asked for a case"

    def message(self) -> EmailMessage:
        """Return the mail: who asks, and the link to offer a case."""
        site = self.member.site
        context = {
            "member": self.member,
            "request": self,
            "site": site,
            "link": f"{address_of('cases:case_offer')}?site={site.slug}",
        }
        return render_message("cases/email/bring", context, to=self.member.email, row=self)
