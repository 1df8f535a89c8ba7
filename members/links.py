"""Links in e-mails that open something for one member without signing in, and what ends them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from kit import signed_links
from members.models.members import Member

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class MemberLink:
    """A valid link: whose it is, the id of the row that it is about, and when it was sent."""

    member: Member
    about: int
    sent_at: datetime

    @property
    def has_ended(self) -> bool:
        """Return whether it opens nothing any more, asked at each use.

        It ends when the member leaves, takes back their consent or gets another address, when their account is closed,
        and when they, or those who run the site, end the links sent so far.
        """
        member = self.member
        is_closed = member.user is not None and not member.user.is_active
        is_replaced = member.links_ended_at is not None and self.sent_at < member.links_ended_at
        return member.has_left or is_closed or is_replaced or not member.can_be_mailed


def token_of(member: Member, *, about: int = 0, salt: str) -> str:
    """Return the token of a link sent now: two ids, the time in milliseconds, and a signature."""
    milliseconds = (timezone.now() - EPOCH).total_seconds() * 1000
    return signed_links.sign(about, member.pk, int(milliseconds), salt=salt)


def read(token: str, *, salt: str) -> MemberLink | None:
    """Return what `token` is for, or None if it is not valid. The caller asks `has_ended`."""
    signed = signed_links.read(token, salt=salt, count=3)
    if signed is None:
        return None
    about, member_pk, sent = signed
    member = Member.objects.select_related("site__programme", "user").filter(pk=member_pk).first()
    return MemberLink(member, about, datetime.fromtimestamp(sent / 1000, UTC)) if member else None
