"""The days in which a presenter can say no to a text that is shown to them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

DAYS_TO_ANSWER = 7  # a week, so that it has the working days of people who work part of it


def end_of_answering() -> datetime:
    """Return when the days end in which a presenter can say no to a text that is shown to them now: at a midnight."""
    return timezone.make_aware(
        datetime.combine(timezone.localdate() + timedelta(days=DAYS_TO_ANSWER + 1), time.min)
    )


def last_day_before(until: datetime) -> date:
    """Return the day that ends at the midnight `until`."""
    return timezone.localtime(until - timedelta(seconds=1)).date()
