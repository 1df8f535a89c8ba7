"""The day by which a case is complete before it is presented."""

from datetime import date, datetime, timedelta

from django.utils import timezone

TEMPLATE_BEFORE = timedelta(days=3)  # before the meeting, the case must be complete


def day_to_complete(meeting_on: date, *, template_by: date | None, chosen_at: datetime | None) -> date:
    """Return the day by which presenters complete a case for the meeting on the day `meeting_on`.

    It is the day that was set, or three days before the meeting. It is never after the meeting, and never on or before
    the day when the case was chosen unless the meeting is.
    """
    if template_by is not None:
        return min(template_by, meeting_on)
    picked = timezone.localdate(chosen_at) if chosen_at else timezone.localdate()
    return min(meeting_on, max(meeting_on - TEMPLATE_BEFORE, picked + timedelta(days=1)))
