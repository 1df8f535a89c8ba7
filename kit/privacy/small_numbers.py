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
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_CELL = 5


@dataclass(frozen=True)
class Thing:
    """Something that is counted: its kind, and one label or more."""

    kind: int
    labels: frozenset[str]


@dataclass(frozen=True)
class Row:
    """A label with its cells, one for each kind; or "others" (no label), with how many labels are `merged` in it."""

    label: str
    cells: tuple[int, ...]
    merged: int = 1


def can_show(cell: int) -> bool:
    """Return whether a count can be published: nothing, or five and more."""
    return cell == 0 or cell >= SMALLEST_CELL


def count(things: Sequence[Thing], kinds: int) -> tuple[int, ...]:
    """Return how many `things` there are of each kind."""
    return tuple(sum(thing.kind == kind for thing in things) for kind in range(kinds))


def publishable_rows(things: Sequence[Thing], kinds: int) -> list[Row]:
    """Return the rows of `things` that can be published beside their total, largest first and "others" last.

    Return an empty list if the total itself cannot be shown, or if no row could stand beside "others".
    """
    total = count(things, kinds)
    if not all(map(can_show, total)):
        return []
    carrying: dict[str, list[Thing]] = {}
    for thing in things:
        for label in thing.labels:
            carrying.setdefault(label, []).append(thing)
    rows = [Row(label, count(theirs, kinds)) for label, theirs in carrying.items()]
    rows.sort(key=lambda row: (-sum(row.cells), row.label))
    standing = [row for row in rows if _stands(row.cells, total)]
    merged = {row.label for row in rows} - {row.label for row in standing}
    while standing:
        if len(merged) != 1:
            found = standing + ([_others(things, merged, kinds)] if merged else [])
            if _hold_together(found, total):
                return found
        merged.add(standing.pop().label)
    return []


def _stands(cells: tuple[int, ...], total: tuple[int, ...]) -> bool:
    return all(can_show(cell) and can_show(whole - cell) for cell, whole in zip(cells, total, strict=True))


def _others(things: Sequence[Thing], merged: set[str], kinds: int) -> Row:
    return Row("", count([thing for thing in things if thing.labels & merged], kinds), len(merged))


def _hold_together(rows: list[Row], total: tuple[int, ...]) -> bool:
    """Return whether all rows can be published, and so can the difference between their sum and the total."""
    over = [sum(row.cells[kind] for row in rows) - whole for kind, whole in enumerate(total)]
    return all(_stands(row.cells, total) for row in rows) and all(map(can_show, over))
