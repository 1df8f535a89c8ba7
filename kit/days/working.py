"""Working days: Monday to Friday without bank holidays."""

from datetime import date, timedelta

from kit.days.bank_holidays import Nation, bank_holidays

A_WEEK = 5  # working days


def is_working_day(day: date, nation: str = Nation.ENGLAND) -> bool:
    """Return whether people work on `day` in `nation`, whose bank holidays count."""
    return day.weekday() < 5 and day not in bank_holidays(nation, day.year)


def working_days_after(day: date, number: int = A_WEEK, nation: str = Nation.ENGLAND) -> date:
    """Return the day that is `number` working days after `day`, which need not be one: at least 1."""
    for _ in range(max(number, 1)):
        day += timedelta(days=1)
        while not is_working_day(day, nation):
            day += timedelta(days=1)
    return day
