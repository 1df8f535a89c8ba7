"""The first and last moments of days, weeks and months, in the time zone of the installation."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

A_DAY = timedelta(days=1)
MONTHS_IN_A_QUARTER = 3


def start_of_day(day: date | None = None) -> datetime:
    """Return the moment when `day` begins, or today."""
    return timezone.make_aware(datetime.combine(day or timezone.localdate(), time.min))


def end_of_day(day: date | None = None) -> datetime:
    """Return the moment when `day` is over and the next one begins; of today where none is given."""
    return start_of_day((day or timezone.localdate()) + A_DAY)


def start_of_week() -> datetime:
    """Return the moment when this week's Monday begins."""
    today = timezone.localdate()
    return start_of_day(today - today.weekday() * A_DAY)


def month_of(day: date | None = None) -> date:
    """Return the first of the month of `day`, or of this month."""
    return (day or timezone.localdate()).replace(day=1)


def months_after(month: date, number: int = 1) -> date:
    """Return the first of the month that is `number` months after `month`; before it where the number is negative."""
    months = month.year * 12 + month.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def day_months_after(day: date, number: int) -> date:
    """Return the day that is `number` months after `day`: the last of a month that has no such day."""
    month = months_after(day, number)
    last = (months_after(month) - A_DAY).day
    return month.replace(day=min(day.day, last))


def months_between(start: date, end: date) -> int:
    """Return how many months `end` is after `start`, whatever the days: negative where it is before."""
    return (end.year - start.year) * 12 + end.month - start.month


def months_from(first: date, last: date) -> list[date]:
    """Return the first of each month from that of `first` to that of `last`."""
    return [months_after(first, number) for number in range(months_between(first, last) + 1)]


def quarter_of(day: date | None = None) -> date:
    """Return the first day of the quarter of `day`, or of this quarter."""
    first = month_of(day)
    return first.replace(month=first.month - (first.month - 1) % MONTHS_IN_A_QUARTER)


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """Return the moment when a month begins, and the one when the next does."""
    return start_of_day(month_of(month)), start_of_day(months_after(month))
