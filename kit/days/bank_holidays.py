"""Bank holidays and Christmas week, which are remarked on where dates are planned. No date is refused for them."""

from datetime import date, datetime
from functools import lru_cache

import holidays
from django.db.models import TextChoices
from django.utils import timezone

CHRISTMAS_EVE, NEW_YEARS_DAY = (12, 24), (1, 1)


class Nation(TextChoices):
    """Where bank holidays are kept. The values are those of the library `holidays`."""

    ENGLAND = "ENG", "England"
    WALES = "WLS", "Wales"
    SCOTLAND = "SCT", "Scotland"
    NORTHERN_IRELAND = "NIR", "Northern Ireland"


@lru_cache(maxsize=64)
def bank_holidays(nation: str, year: int) -> dict[date, str]:
    """Return the bank holidays of a year with their names. There are none for a nation that is not known."""
    if nation not in Nation.values:
        return {}
    found = holidays.country_holidays("GB", subdiv=nation, years=year)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}


def remark(day: date | datetime | None, nation: str) -> str:
    """Return what is worth knowing of a day before people are asked to come on it, or nothing.

    "Good Friday is a bank holiday in England." or "This is in Christmas week."
    """
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if day is None:
        return ""
    if name := bank_holidays(nation, day.year).get(day):
        return f"{name} is a bank holiday in {Nation(nation).label}."
    is_in_christmas_week = (day.month, day.day) >= CHRISTMAS_EVE or (day.month, day.day) == NEW_YEARS_DAY
    return "This is in Christmas week." if is_in_christmas_week else ""
