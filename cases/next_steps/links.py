"""Signed links with which owners give feedback on their next steps without signing in, until their group meets next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cases.next_steps.models.steps import NextStep
from kit.mail import address_of
from meetings.models import Meeting
from members import links
from members.models import Member

SALT = "cases.my_steps"
WITHOUT_A_DATE = timedelta(days=35)  # how long a link is valid if no meeting is planned


@dataclass(frozen=True)
class OpenedLink:
    """The steps of one member that a valid link opens."""

    link: links.MemberLink

    @property
    def member(self) -> Member:
        """The owner whom it was sent to."""
        return self.link.member

    @property
    def since(self) -> datetime:
        """When it was sent."""
        return self.link.sent_at

    @property
    def steps(self):
        """The steps of this member that are awaiting feedback."""
        return NextStep.objects.read_by_link(self.member).awaiting_feedback()

    @property
    def has_ended(self) -> bool:
        """Whether it no longer works for this member, whatever the date (members/links.py)."""
        return self.link.has_ended

    @property
    def is_over(self) -> bool:
        """Whether it has expired: the site has met again or, if no meeting is planned, a time has passed."""
        after = Meeting.objects.not_cancelled().filter(site=self.member.site_id, starts_at__gt=self.since)
        following = after.order_by("starts_at").first()
        if following is None:
            return timezone.now() > self.since + WITHOUT_A_DATE
        return following.has_started


def token_of(member: Member) -> str:
    """Return the token of a link sent now."""
    return links.token_of(member, salt=SALT)


def link_of(member: Member) -> str:
    """Return the link for a mail sent now."""
    return address_of("next_steps:my_steps", token_of(member))


def read(token: str) -> OpenedLink | None:
    """Return what `token` opens, or None if it is not valid."""
    link = links.read(token, salt=SALT)
    return OpenedLink(link) if link else None
