"""Concerns over time: how many waited, were answered and led to a change at the end of each month. Pure.

Every issue for commissioners is a concern: praise is not raised as one. Issues that were combined count as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kit.dates import MONTHS_IN_A_QUARTER, month_of, months_after, months_between, quarter_of
from kit.words import month, months_in_words, percentage

MONTHS_IN_A_YEAR = 12
MOST_BARS = 24
WIDE, GAP, HIGH = 10, 2, 100  # of one bar, between two, and of the drawing, in its own units


@dataclass(frozen=True)
class Concern:
    """An issue as it is counted: the days on which it was shared, answered and led to a change, or None."""

    shared_on: date
    answered_on: date | None = None
    changed_on: date | None = None

    @property
    def last_on(self) -> date:
        """The last day on which something happened to it."""
        return max(filter(None, [self.shared_on, self.answered_on, self.changed_on]))


@dataclass(frozen=True)
class Bar:
    """How many concerns there were at the end of a period, by what had come of them, and where the bar is drawn."""

    words: str
    waiting: int
    answered: int
    changed: int
    place: int = 0
    highest: int = 1

    @property
    def all(self) -> int:
        """All of them."""
        return self.waiting + self.answered + self.changed

    @property
    def left(self) -> int:
        """Where the bar begins, from the left."""
        return self.place * (WIDE + GAP)

    @property
    def parts(self) -> list[tuple[str, int, int]]:
        """The parts from the bottom up: what each counts, its top edge and its height."""
        found, below, foot = [], 0, HIGH
        for name in ("changed", "answered", "waiting"):
            below += getattr(self, name)
            top = HIGH - percentage(below, self.highest)
            found.append((name, top, foot - top))
            foot = top
        return found


@dataclass(frozen=True)
class Figures:
    """The bars, oldest first, and how many concerns of all led to a change."""

    bars: list[Bar]

    @property
    def now(self) -> Bar:
        """The last bar, or one of nothing."""
        return self.bars[-1] if self.bars else Bar("", 0, 0, 0)

    @property
    def width(self) -> int:
        """The width of the drawing, in its own units."""
        return max(len(self.bars) * (WIDE + GAP) - GAP, WIDE)


def figures_over_time(concerns: Sequence[Concern], *, today: date, has_ended: bool = False) -> Figures:
    """Return the figures of `concerns` by month, or by quarter or year where there were more months than fit.

    The last bar is as at `today`; where all the programmes of the concerns have ended, it is that of the last thing that
    happened.
    """
    if not concerns:
        return Figures([])
    last = max(each.last_on for each in concerns) if has_ended else today
    first = min(each.shared_on for each in concerns)
    starts, length = _periods(first, last)
    counted = [_bar(concerns, start, length) for start in starts]
    highest = max(bar.all for bar in counted)
    return Figures(
        [
            Bar(bar.words, bar.waiting, bar.answered, bar.changed, place, highest)
            for place, bar in enumerate(counted)
        ]
    )


def _periods(first: date, last: date) -> tuple[list[date], int]:
    """Return the first day of each period from `first` to `last`, and how many months each is long."""
    for length in (1, MONTHS_IN_A_QUARTER):
        start = month_of(first) if length == 1 else quarter_of(first)
        if months_between(start, last) // length < MOST_BARS:
            break
    else:
        length, start = MONTHS_IN_A_YEAR, first.replace(month=1, day=1)
    number = max(months_between(start, last) // length, 0) + 1
    return [months_after(start, place * length) for place in range(number)], length


def _bar(concerns: Sequence[Concern], start: date, length: int) -> Bar:
    """Return the bar of the concerns as they stood at the end of the period."""
    until = months_after(start, length)
    shared = [each for each in concerns if each.shared_on < until]
    changed = sum(_by(each.changed_on, until) for each in shared)
    answered = sum(_by(each.answered_on, until) and not _by(each.changed_on, until) for each in shared)
    return Bar(_words(start, length), len(shared) - changed - answered, answered, changed)


def _by(day: date | None, until: date) -> bool:
    return day is not None and day < until


def _words(start: date, length: int) -> str:
    if length == 1:
        return month(start)
    if length == MONTHS_IN_A_YEAR:
        return str(start.year)
    return months_in_words(start, months_after(start, length - 1))
