"""What the room's clock says outside the hours of a meeting: when it starts, and when it was."""

from django.utils import timezone

from kit.words import clock, in_days, weekday
from meetings.models import Meeting


def begins_in_words(meeting: Meeting) -> str:
    """Return when `meeting` starts, in a sentence: an hour today, or else a day."""
    at = clock(meeting.starts_at)
    if meeting.day == timezone.localdate():
        return f"The meeting starts at {at}."
    return f"The meeting is {in_days(meeting.day)}, on {weekday(meeting.starts_at)} at {at}."


def ended_in_words(meeting: Meeting) -> str:
    """Return when `meeting` was to end, in a sentence: an hour today, or else a day."""
    if timezone.localtime(meeting.ends_at).date() == timezone.localdate():
        return f"The meeting was planned to end at {clock(meeting.ends_at)}."
    return f"The meeting was {in_days(meeting.day)}, on {weekday(meeting.starts_at)}."
