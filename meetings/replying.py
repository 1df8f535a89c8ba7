"""Signed links by which a member replies without signing in: one member, one meeting, until it starts."""

from kit import signed_links
from kit.mail import address_of
from meetings.models.meetings import Meeting
from members.models import Member

SALT = "meetings.reply"


def token_of(meeting: Meeting, member: Member) -> str:
    """Return the token in the link: two ids and a signature, which say nothing by themselves."""
    return signed_links.sign(meeting.pk, member.pk, salt=SALT)


def link_of(meeting: Meeting, member: Member) -> str:
    """Return the whole link, for a mail."""
    return address_of("meetings:reply", token_of(meeting, member))


def read(token: str) -> tuple[Meeting, Member] | None:
    """Return the member and the meeting that `token` is for, or None if it is not valid or either no longer exists.

    It is for the view to check whether the meeting has started or is cancelled.
    """
    signed = signed_links.read(token, salt=SALT)
    if signed is None:
        return None
    meeting_pk, member_pk = signed
    meeting = Meeting.objects.select_related("site__programme").filter(pk=meeting_pk).first()
    member = Member.objects.filter(pk=member_pk).first()
    if meeting is None or member is None or member.has_left or member.site_id != meeting.site_id:
        return None
    return meeting, member
