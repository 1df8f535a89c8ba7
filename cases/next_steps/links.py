"""Signed links with which owners give feedback on their next steps without signing in, until their group meets next."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from cases.next_steps.models.steps import NextStep
from kit import signed_links
from kit.mail import address_of
from meetings.models import Meeting
from members.models import Member

SALT = "cases.my_steps"
WITHOUT_A_DATE = timedelta(days=35)  # how long a link is valid if no meeting is planned


@dataclass(frozen=True)
class OpenedLink:
    """The steps of one member that a valid link opens. `since` is when the link was sent."""

    member: Member
    since: datetime

    @property
    def steps(self):
        """The steps of this member that are awaiting feedback."""
        return NextStep.objects.read_by_link(self.member).awaiting_feedback()

    @property
    def is_over(self) -> bool:
        """Whether the link has expired.

        It expires when the member leaves, when the site has met again or, if no meeting is planned, after a time.
        """
        if self.member.has_left:
            return True
        after = Meeting.objects.not_cancelled().filter(site=self.member.site_id, starts_at__gt=self.since)
        following = after.order_by("starts_at").first()
        if following is None:
            return timezone.now() > self.since + WITHOUT_A_DATE
        return following.has_started


def token_of(member: Member) -> str:
    """Return the token of a link sent now: the id of the member, the time, and a signature."""
    return signed_links.sign(member.pk, int(timezone.now().timestamp()), salt=SALT)


def link_of(member: Member) -> str:
    """Return the link for a mail sent now."""
    return address_of("next_steps:my_steps", token_of(member))


def read(token: str) -> OpenedLink | None:
    """Return what `token` opens, or None if it is not valid."""
    signed = signed_links.read(token, salt=SALT)
    if signed is None:
        return None
    member_pk, sent = signed
    member = Member.objects.select_related("site__programme", "user").filter(pk=member_pk).first()
    return OpenedLink(member, datetime.fromtimestamp(sent, UTC)) if member else None
