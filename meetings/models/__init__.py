"""The nouns of meetings."""

from meetings.models.calendar import CalendarFeed, CalendarMail, Reminder, Reply, number_silent
from meetings.models.meetings import (
    AgendaItem,
    Attendance,
    AttendanceCorrection,
    AttendanceQuerySet,
    Meeting,
    MeetingQuerySet,
    Roll,
    Visit,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceCorrection",
    "AttendanceQuerySet",
    "CalendarFeed",
    "CalendarMail",
    "Meeting",
    "MeetingQuerySet",
    "Reminder",
    "Reply",
    "Roll",
    "Visit",
    "number_silent",
]
