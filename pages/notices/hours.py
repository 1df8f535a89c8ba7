"""When notices may go by mail: in the day, on working days, the summary at eight. Pure: it knows no rows."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kit.days.bank_holidays import Nation, bank_holidays

FROM, UNTIL = time(7, 0), time(19, 0)  # when mail may go on a working day
LATEST = time(21, 0)  # about a meeting that is tomorrow
SUMMARY_FROM, SUMMARY_UNTIL = (
    time(8, 0),
    time(9, 0),
)  # when summaries are made; the second is for when nothing ran at eight
DAY = timedelta(days=1)


def is_working_day(day: date, nations: Iterable[str] = ()) -> bool:
    """Return whether people work on `day` in any of `nations`: from Monday to Friday, unless it is a bank holiday.

    Without nations it is England.
    """
    if day.weekday() >= 5:
        return False
    return any(day not in bank_holidays(nation, day.year) for nation in set(nations) or {Nation.ENGLAND})


def is_first_of_week(day: date, nations: Iterable[str] = ()) -> bool:
    """Return whether `day` is the first working day of its week: Tuesday where Monday is a bank holiday."""
    nations = set(nations)
    earlier = (day - DAY * before for before in range(1, day.weekday() + 1))
    return is_working_day(day, nations) and not any(is_working_day(each, nations) for each in earlier)


def may_go(now: datetime, nations: Iterable[str] = (), *, meets_tomorrow: bool = False) -> bool:
    """Return whether a mail may go at `now`: never at night, and not at a weekend, on a bank holiday or in the evening unless
    it is about a meeting that is tomorrow.
    """
    now = timezone.localtime(now)
    if meets_tomorrow:
        return FROM <= now.time() < LATEST
    return FROM <= now.time() < UNTIL and is_working_day(now.date(), nations)


def is_summary_time(now: datetime) -> bool:
    """Return whether summaries are made at `now`, on a day on which they are."""
    return SUMMARY_FROM <= timezone.localtime(now).time() < SUMMARY_UNTIL


def is_daytime(now: datetime, *, meets_tomorrow: bool = False) -> bool:
    """Return whether a mail that was made for today may still go at `now`."""
    return FROM <= timezone.localtime(now).time() < (LATEST if meets_tomorrow else UNTIL)
