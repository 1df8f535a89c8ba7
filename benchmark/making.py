"""What every part of a world is made with: chance, words, rows and days."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from benchmark.size import Size
from benchmark.wording import Wording
from benchmark.writing import Rows
from cases.clearance.models import Publication


class Making:
    """A world that is being made. The same seed and size, at the same moment, make the same world."""

    def __init__(self, size: Size, *, seed: int) -> None:
        self.size = size
        self.chance = random.Random(seed)
        self.wording = Wording(self.chance)
        self.rows = Rows()
        self.accounts = 0
        self.published: list[Publication] = []  # written last: the database looks at all that belongs to them

    def write(self) -> None:
        """Insert what was made since the last time."""
        self.rows.write()
        for publication in self.published:
            self.rows.keep(publication)
        self.published = []
        self.rows.write()

    def between(self, first: datetime, last: datetime) -> datetime:
        """Return a moment between two."""
        return first + (last - first) * self.chance.random()

    def day_ago(self, days: int) -> date:
        """Return the day that was so many days ago."""
        return (self.size.now - timedelta(days=days)).date()

    def number(self) -> int:
        """Return a number for a row that a link opens."""
        return self.chance.getrandbits(62)

    def one_of(self, shares: dict[Any, int]) -> Any:
        """Return one of the keys, the more often the larger its share."""
        return self.chance.choices(list(shares), list(shares.values()))[0]

    def is_one_in(self, times: float) -> bool:
        """Return True once in so many times."""
        return self.chance.random() < 1 / times
