"""The models of meetings."""

from meetings.models.agenda import AgendaItem
from meetings.models.calendar import CalendarFeed, Reply, count_without_reply
from meetings.models.calendar_mail import CalendarChange, CalendarMail
from meetings.models.meetings import (
    Attendance,
    AttendanceCorrection,
    Meeting,
    MeetingQuerySet,
    Roll,
    Visit,
    with_visits,
)
from meetings.models.minutes import (
    MinutesApproval,
    MinutesCorrection,
    MinutesSharing,
)
from meetings.models.minutes_mail import MinutesMail
from meetings.models.reminders import Reminder

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceCorrection",
    "CalendarChange",
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
    "count_without_reply",
    "with_visits",
]
