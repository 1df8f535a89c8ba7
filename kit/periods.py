"""How exactly texts that leave a site tell a day: by its month, its season or its year. Pure.

A text keeps a key: 2012-11, 2012-autumn or 2012. It is put into words where it is shown.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils import timezone

from kit.dates import months_after
from kit.words import month

SEASONS = ["winter", "spring", "summer", "autumn"]  # from December, March, June, September
MONTHS_IN_A_SEASON, MONTHS_IN_A_YEAR = 3, 12


class Exactness(TextChoices):
    """How exactly a day is told."""

    MONTH = "month", "The month"
    SEASON = "season", "The season"
    YEAR = "year", "The year"


@dataclass(frozen=True)
class Period:
    """A month, a season or a year, by its first day and its number of months."""

    first: date
    months: int

    @property
    def next(self) -> "Period":
        """The period after it, of the same length."""
        return Period(months_after(self.first, self.months), self.months)

    @property
    def words(self) -> str:
        """It in words: November 2012, autumn 2012, winter 2012 to 2013, 2012."""
        if self.months == 1:
            return month(self.first)
        if self.months == MONTHS_IN_A_YEAR:
            return str(self.first.year)
        later = f" to {self.first.year + 1}" if self.short == "winter" else ""
        return f"{self.short} {self.first.year}{later}"

    @property
    def short(self) -> str:
        """It as the heading of a column: Nov, autumn, 2012."""
        if self.months == 1:
            return f"{self.first:%b}"
        if self.months == MONTHS_IN_A_YEAR:
            return str(self.first.year)
        return _season_of(self.first)


def key_of(moment: datetime | date, exactness: str = Exactness.MONTH) -> str:
    """Return the key of the period in which `moment` is: 2012-11, 2012-autumn or 2012.

    A winter has the year of its December.
    """
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    if exactness == Exactness.YEAR:
        return f"{day.year}"
    if exactness == Exactness.SEASON:
        year = day.year - 1 if day.month <= 2 else day.year
        return f"{year}-{_season_of(day)}"
    return f"{day.year}-{day.month:02d}"


def _season_of(day: date) -> str:
    return SEASONS[day.month % MONTHS_IN_A_YEAR // MONTHS_IN_A_SEASON]


def read(key: str) -> Period:
    """Return the period that `key` names. Raise ValueError if it names none."""
    year, _, part = key.partition("-")
    if not part:
        return Period(date(int(year), 1, 1), MONTHS_IN_A_YEAR)
    if part in SEASONS:
        return Period(date(int(year), SEASONS.index(part) * MONTHS_IN_A_SEASON or 12, 1), MONTHS_IN_A_SEASON)
    return Period(date(int(year), int(part), 1), 1)


def exactness_of(key: str) -> str:
    """Return how exactly `key` tells a day."""
    _, _, part = key.partition("-")
    if not part:
        return Exactness.YEAR
    return Exactness.SEASON if part in SEASONS else Exactness.MONTH


def earlier_of(key: str, day: date) -> str:
    """Return `key`, or the key as exact of the period of `day` if that is earlier. Another text is returned as it is."""
    try:
        other = key_of(day, exactness_of(key))
        return other if read(other).first < read(key).first else key
    except ValueError:
        return key


def in_words(key: str) -> str:
    """Return a key in words, or a text that is no key as it is."""
    try:
        return read(key).words
    except ValueError:
        return key
