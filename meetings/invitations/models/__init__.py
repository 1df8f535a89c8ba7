"""The models of invitations to a date."""

from meetings.invitations.models.dates import AnyDate, as_fact, can_be_told_off, noun_of, with_date
from meetings.invitations.models.invitations import NO_REPLY, DateInvitation
from meetings.invitations.models.mails import InvitationChange, InvitationMail
from meetings.invitations.models.reminders import InvitationReminder

__all__ = [
    "NO_REPLY",
    "AnyDate",
    "DateInvitation",
    "InvitationChange",
    "InvitationMail",
    "InvitationReminder",
    "as_fact",
    "can_be_told_off",
    "noun_of",
    "with_date",
]
