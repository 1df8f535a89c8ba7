"""Signed links by which a member replies without signing in: one member, one meeting, until it starts."""

from kit.mail import address_of
from meetings.models.meetings import Meeting
from members import links
from members.models import Member

SALT = "meetings.reply"


def token_of(meeting: Meeting, member: Member) -> str:
    """Return the token of a link sent now."""
    return links.token_of(member, about=meeting.pk, salt=SALT)


def link_of(meeting: Meeting, member: Member) -> str:
    """Return the whole link, for a mail."""
    return address_of("meetings:reply", token_of(meeting, member))


def read(token: str) -> tuple[Meeting, links.MemberLink] | None:
    """Return the meeting and the link that `token` is for, or None if it is not valid or the meeting no longer exists.

    It is for the view to check whether the link has ended, and whether the meeting has started or is cancelled.
    """
    link = links.read(token, salt=SALT)
    if link is None:
        return None
    meeting = Meeting.objects.select_related("site__programme").filter(pk=link.about).first()
    return (meeting, link) if meeting is not None and meeting.site_id == link.member.site_id else None
