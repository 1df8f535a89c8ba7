"""The models of invitations to a date."""

from meetings.invitations.models.invitations import DateInvitation
from meetings.invitations.models.mails import InvitationChange, InvitationMail
from meetings.invitations.models.reminders import InvitationReminder

__all__ = ["DateInvitation", "InvitationChange", "InvitationMail", "InvitationReminder"]
