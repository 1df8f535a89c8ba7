"""The nouns of meetings."""

from meetings.models.calendar import CalendarFeed, CalendarMail, Reminder, Reply, number_silent
from meetings.models.meetings import (
    AgendaItem,
    Attendance,
    AttendanceCorrection,
    AttendanceQuerySet,
    Meeting,
    MeetingQuerySet,
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
    "Visit",
    "number_silent",
]
