"""The actions of meetings: dates, the agenda, attendance, minutes, mail and calendars."""

from meetings.actions.agenda import set_agenda, set_usual_agenda
from meetings.actions.attendance import (
    add_visit,
    close,
    reaffirm_ground_rules,
    record_attendance,
    remove_visit,
    stand_in_joined,
)
from meetings.actions.dates import cancel, reschedule, schedule
from meetings.actions.feeds import make_feed, turn_off_feed
from meetings.actions.minutes import StaleMinutes, approve_minutes, share_minutes, write_minutes
from meetings.actions.replies import reply
from meetings.actions.series import Planned, plan, schedule_series

__all__ = [
    "Planned",
    "StaleMinutes",
    "add_visit",
    "approve_minutes",
    "cancel",
    "close",
    "make_feed",
    "plan",
    "reaffirm_ground_rules",
    "record_attendance",
    "remove_visit",
    "reply",
    "reschedule",
    "schedule",
    "schedule_series",
    "set_agenda",
    "set_usual_agenda",
    "share_minutes",
    "stand_in_joined",
    "turn_off_feed",
    "write_minutes",
]
