"""Small numbers: counts by label that can be published, so that no cell under five can be read or worked out.

Pure. A small number could be combined with what people know, and would then say something about a person.

Things are counted by `label` (a thing may have several) and by `kind` (a thing has one). A cell is the
number of things of one kind with one label. A cell of nothing may be shown: nobody is in it. At most these
are published:

- the total, by kind;
- a row for each label that can be shown: each of its cells, *and its difference from the total*, is nothing or five
  and more, because whoever has the total has the difference too;
- one row "others", of two labels or more, counted as the things that have any of them. The same holds for it.

Where things have several labels, the sum of the rows is more than the total. The difference says how many
have two, so it has to be nothing, or five and more, too. Until all of this holds, the smallest row is merged
into "others"; if only "others" is left, there is no table.

Two things more are taken from each row before it stands:

- what a reader knows already (`known`): who reads their own site knows its things one by one, and a role that one person
  holds at the other sites would be what is left;
- what other tables say (`beside`): where one set of things lies within another, both sizes say how many are outside.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations

SMALLEST_CELL = 5

Places = frozenset[int]  # things, by their place in the sequence that is counted


@dataclass(frozen=True)
class Thing:
    """Something that is counted: its kind, and one label or more."""

    kind: int
    labels: frozenset[str]


@dataclass(frozen=True)
class Row:
    """A label with its cells, one for each kind; or "others" (no label), with how many labels are `merged` in it.

    `places` says which things are counted in each cell.
    """

    label: str
    cells: tuple[int, ...]
    merged: int = 1
    places: tuple[Places, ...] = field(default=(), compare=False, repr=False)

    @property
    def sets(self) -> list[Places]:
        """The sets of things whose sizes this row says: those of one kind, and of kinds that follow each other."""
        return sets_of(self.places)


def can_show(cell: int) -> bool:
    """Return whether a count can be published: nothing, or five and more."""
    return cell == 0 or cell >= SMALLEST_CELL


def count(things: Sequence[Thing], kinds: int) -> tuple[int, ...]:
    """Return how many `things` there are of each kind."""
    return tuple(map(len, _places(things, range(len(things)), kinds)))


def sets_of(places: Sequence[Places]) -> list[Places]:
    """Return the sets whose sizes can be told from cells in a row: each cell, and each run of cells."""
    ends = combinations(range(len(places) + 1), 2)
    return [frozenset().union(*places[first:last]) for first, last in ends]


def can_show_total(places: Sequence[Places], known: Collection[Places] = ()) -> bool:
    """Return whether all things together can be published by kind, to readers who know one of the sets `known`."""
    return all(can_show(len(cell - mine)) for cell in places for mine in (frozenset(), *known))


def publishable_rows(
    things: Sequence[Thing],
    kinds: int,
    *,
    known: Collection[Places] = (),
    beside: Collection[Places] = (),
) -> list[Row]:
    """Return the rows of `things` that can be published beside their total, largest first and "others" last.

    `known` are sets of things that some reader knows one by one, `beside` those whose sizes are published elsewhere.
    Return an empty list if the total itself cannot be shown, or if no row could stand beside "others".
    """
    table = _Table(things, kinds, known, beside)
    if not can_show_total(table.total, known):
        return []
    rows = [table.row(label, {label}) for label in frozenset().union(*(thing.labels for thing in things))]
    rows.sort(key=lambda row: (-sum(row.cells), row.label))
    standing = [row for row in rows if table.stands(row)]
    merged = {row.label for row in rows} - {row.label for row in standing}
    while standing:
        if len(merged) != 1:
            found = standing + ([table.row("", merged)] if merged else [])
            if table.holds_together(found):
                return found
        merged.add(standing.pop().label)
    return []


def differ_enough(one: Places, other: Places) -> bool:
    """Return whether both sizes may be said: neither set lies within the other with fewer than five outside."""
    return not (one < other or other < one) or can_show(abs(len(one) - len(other)))


class _Table:
    """Things that are counted by label and kind, and which rows of them can be published."""

    def __init__(self, things, kinds, known, beside):
        self.things, self.kinds, self.known, self.beside = things, kinds, known, beside
        self.total = _places(things, range(len(things)), kinds)

    def row(self, label: str, labels: Collection[str]) -> Row:
        """Return the row of the things that have any of `labels`."""
        having = [place for place, thing in enumerate(self.things) if not thing.labels.isdisjoint(labels)]
        places = _places(self.things, having, self.kinds)
        return Row(label, tuple(map(len, places)), len(labels), places)

    def stands(self, row: Row) -> bool:
        """Return whether a row can be published beside the total and beside what others say."""
        rest = [whole - cell for cell, whole in zip(row.places, self.total, strict=True)]
        return (
            can_show_total(row.places, self.known)
            and can_show_total(rest, self.known)
            and all(differ_enough(one, other) for one in row.sets for other in self.beside)
        )

    def holds_together(self, rows: list[Row]) -> bool:
        """Return whether all rows can be published together, and so can the difference between their sum and the
        total."""
        over = [sum(row.cells[kind] for row in rows) - len(whole) for kind, whole in enumerate(self.total)]
        return (
            all(map(self.stands, rows))
            and all(map(can_show, over))
            and all(
                differ_enough(one, other)
                for row, beside in combinations(rows, 2)
                for one in row.sets
                for other in beside.sets
            )
        )


def _places(things: Sequence[Thing], which: Collection[int], kinds: int) -> tuple[Places, ...]:
    """Return the places in `which`, by the kind of the things there."""
    return tuple(frozenset(place for place in which if things[place].kind == kind) for kind in range(kinds))
