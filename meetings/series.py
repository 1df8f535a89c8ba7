"""The dates of a monthly series, such as the second Tuesday at 2:00pm, across changes of the clock. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LAST = 5  # the last one in the month, the fourth or the fifth
NTH = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", LAST: "Last"}
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MOST = 24  # two years of meetings; a longer series is probably a typing mistake


@dataclass(frozen=True)
class Rhythm:
    """A day and time once a month: the `nth` weekday (0 is Monday) at a time of day as clocks in Britain show
    it then.
    """

    nth: int
    weekday: int
    at: time

    def __str__(self) -> str:
        return f"{NTH[self.nth]} {WEEKDAYS[self.weekday]}"

    def in_month(self, year: int, month: int) -> date:
        """Return its day in one month. Every month has a fourth and a last one."""
        first, length = calendar.monthrange(year, month)
        days = range(1 + (self.weekday - first) % 7, length + 1, 7)
        return date(year, month, days[-1] if self.nth == LAST else days[self.nth - 1])

    def days(self, *, since: date, count: int | None = None, until: date | None = None) -> list[date]:
        """Return its days from `since` on, in order: `count` of them, or all up to and including `until`; at most MOST."""
        found: list[date] = []
        year, month = since.year, since.month
        while len(found) < min(count or MOST, MOST):
            day = self.in_month(year, month)
            if until and day > until:
                break
            if day >= since:
                found.append(day)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return found

    def starts(self, *, since: date, count: int | None = None, until: date | None = None) -> list[datetime]:
        """Return the moments on those days, at the same local time in winter and in summer."""
        return [
            datetime.combine(day, self.at, tzinfo=LONDON)
            for day in self.days(since=since, count=count, until=until)
        ]
