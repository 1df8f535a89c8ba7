"""The fixed periods for which figures are published to readers outside a programme: whole quarters, each once.

Pure. Periods that nobody can choose can't be subtracted from each other: they share no day.
"""

from collections.abc import Iterator
from datetime import date

from kit.dates import MONTHS_IN_A_QUARTER, months_after, quarter_of

MONTHS_FOR_FEEDBACK = 1  # what was agreed at the last meeting of a quarter gets its feedback at the next one


def counted_until(until: date) -> date:
    """Return the day on which a period that ends before `until` is counted: nothing from that day on is in it."""
    return months_after(until, MONTHS_FOR_FEEDBACK)


def last_closed(today: date) -> date:
    """Return the day after the last quarter that can be counted on the day `today`."""
    return quarter_of(months_after(today.replace(day=1), -MONTHS_FOR_FEEDBACK))


def ends_from(first: date, *, to: date) -> Iterator[date]:
    """Yield the days after each quarter from the one that begins on `first`, up to the day `to`."""
    until = months_after(first, MONTHS_IN_A_QUARTER)
    while until <= to:
        yield until
        until = months_after(until, MONTHS_IN_A_QUARTER)
