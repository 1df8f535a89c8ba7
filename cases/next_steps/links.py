"""Signed links by which an owner answers their own next steps without signing in, until their group meets next."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from cases.next_steps.models.steps import NextStep
from kit import signed_links
from kit.mail import address_of
from meetings.models import Meeting
from members.models import Member

SALT = "cases.my_steps"
WITHOUT_A_DATE = timedelta(days=35)  # how long a link lives where no meeting is planned


@dataclass(frozen=True)
class Opened:
    """What a link that is ours opens: one member's steps; `since` says when it was sent."""

    member: Member
    since: datetime

    @property
    def steps(self):
        """The steps of this member that are still asked about, at this site alone."""
        return NextStep.objects.awaiting_feedback().filter(owner=self.member)

    @property
    def is_over(self) -> bool:
        """Whether the link has ended: the member left, the site has met since, or it plans nothing and time is up."""
        if self.member.left_on is not None:
            return True
        after = Meeting.objects.not_cancelled().filter(site=self.member.site_id, starts_at__gt=self.since)
        following = after.order_by("starts_at").first()
        if following is None:
            return timezone.now() > self.since + WITHOUT_A_DATE
        return following.has_started


def token_of(member: Member) -> str:
    """What stands in a link that goes now. It says nothing in itself: two numbers and a signature."""
    return signed_links.sign(member.pk, int(timezone.now().timestamp()), salt=SALT)


def link_of(member: Member) -> str:
    """The whole link, for a mail that goes now."""
    return address_of("next_steps:my_steps", token_of(member))


def read(token: str) -> Opened | None:
    """Whose steps `token` opens; None where it is none of ours."""
    signed = signed_links.read(token, salt=SALT)
    if signed is None:
        return None
    member_pk, sent = signed
    member = Member.objects.select_related("site__programme").filter(pk=member_pk).first()
    return Opened(member, datetime.fromtimestamp(sent, UTC)) if member else None
