"""The nouns of meetings."""

from meetings.models.calendar import CalendarFeed, CalendarMail, Reminder, Reply, number_silent
from meetings.models.meetings import (
    AgendaItem,
    Attendance,
    AttendanceCorrection,
    Meeting,
    MeetingQuerySet,
    Roll,
    Visit,
)
from meetings.models.minutes import (
    MinutesApproval,
    MinutesCorrection,
    MinutesMail,
    MinutesSharing,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceCorrection",
    "CalendarFeed",
    "CalendarMail",
    "Meeting",
    "MeetingQuerySet",
    "MinutesApproval",
    "MinutesCorrection",
    "MinutesMail",
    "MinutesSharing",
    "Reminder",
    "Reply",
    "Roll",
    "Visit",
    "number_silent",
]
