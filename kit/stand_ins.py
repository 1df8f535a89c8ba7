"""Values that stand in for others while a query is worked out (`kit/prepared.py`), and what its parameters tell of them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache, cached_property
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import LazyObject

FIRST_ID = 2**40  # no row has it, nor one of the next million
LAST_ID = FIRST_ID + 2**20
TRACE_OF_ID = re.compile(r"109951[12]\d{6}")  # in a text
A_DAY_OR_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d{1,6})?)?")
FIRST_YEAR, YEARS_APART = (
    9000,
    20,
)  # a moment stands in for the clock in the first of these years, for a value later
TICK = timedelta(microseconds=111_111)  # moments of the clock end in it, beginnings of days do not

Path = tuple[str, ...]  # from the name of a value to a part of it
CLOCK: Path = ()
OF_IDS = (Set, list, tuple, Mapping)


class Unprepared(ValueError):
    """A query that cannot be worked out once for all readers."""


class Ids(frozenset):
    """What stands in for a set of ids that is not empty. It can be joined with others and given to a condition, and refuses
    to be looked at: what it holds is not yet known.
    """

    def __or__(self, other):
        return Ids([*self, *other])

    __ror__ = union = __or__  # type: ignore[assignment]

    def _refuse(self, *args):
        raise Unprepared("A set that stands in for another was looked at: it can only be joined with others.")

    __and__ = __rand__ = __sub__ = __rsub__ = __xor__ = __rxor__ = _refuse
    __contains__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = frozenset.__hash__
    intersection = difference = symmetric_difference = isdisjoint = issubset = issuperset = _refuse

    def __bool__(self) -> bool:
        return True


def leaves_of(values: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what `values` are made of. An object tells by the attribute `prepared_parts` which of its own ones these are; of a
    row it is its key, with them.
    """
    return dict(_leaves([((name,), value) for name, value in values.items()]))


def itself(value: Any) -> Any:
    """Return `value`, or what is behind it where it is made when it is asked for, as the user of a request is."""
    if not isinstance(value, LazyObject):
        return value
    _ = value.__class__  # makes it
    return value._wrapped


def _leaves(values: Iterable[tuple[Path, Any]]) -> Iterator[tuple[Path, Any]]:
    for path, value in values:
        parts = _parts_of(value)
        if not parts or isinstance(value, Model):
            yield path, value
        if parts:
            yield from _leaves(((*path, part), getattr(value, part)) for part in parts)


def _parts_of(value: Any) -> tuple[str, ...]:
    more = getattr(value.__class__, "prepared_parts", ())
    return ("pk", *more) if isinstance(value, Model) else more


def shape_of(leaves: dict[Path, Any]) -> tuple:
    """Return what queries with the same SQL have in common: ids, moments and days may differ, and all else is the same."""
    return tuple((path, _shape(value)) for path, value in leaves.items())


def _shape(value: Any):
    if value is None or isinstance(value, (bool, str, Enum)):
        return value
    if isinstance(value, (int, date, Model)):
        return value.__class__
    if isinstance(value, OF_IDS):
        return bool(value)
    return value


@cache
def _without_the_rest(kind: Any) -> type:
    """Return `kind` for one who has its `prepared_parts` alone, and refuses to work out anything else that it keeps."""

    def refuse(self):
        raise Unprepared(
            f"A {kind.__name__} that stands in for another was asked for more than its prepared_parts."
        )

    worked_out = {
        name
        for base in kind.__mro__
        for name, value in vars(base).items()
        if isinstance(value, cached_property)
    }
    kept = worked_out | ({each.name for each in fields(kind)} if is_dataclass(kind) else set())
    return type(kind.__name__, (kind,), dict.fromkeys(kept - set(kind.prepared_parts), property(refuse)))


@dataclass
class StandIns:
    """What stands in for some values and for the clock, in a run of years that begins later by `later` years."""

    given: Mapping[str, Any]
    later: int = 0
    ids: dict[int, Path] = field(default_factory=dict)
    sets: set[Path] = field(default_factory=set)
    rows: dict[int, Path] = field(default_factory=dict)  # by the identity of what stands in
    days: dict[int, tuple[date, Path]] = field(default_factory=dict)  # by the number of their run of years
    values: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.days[0] = (self.clock.date(), CLOCK)
        self.values = {name: self._for(value, (name,)) for name, value in self.given.items()}

    @property
    def clock(self) -> datetime:
        """The moment that stands in for now."""
        return self._moment(0)

    def _moment(self, number: int) -> datetime:
        month, day = (11, 25) if self.later else (6, 14)  # as different as can be
        return (
            datetime(FIRST_YEAR + number * YEARS_APART + self.later, month, day, 11, 11, 11, tzinfo=UTC)
            + TICK
        )

    def _for(self, value: Any, path: Path) -> Any:
        parts = {name: getattr(value, name) for name in _parts_of(value)}
        if isinstance(value, Model):
            key = self._id((*path, "pk"))
            found = value.__class__.from_db(value._state.db, [value._meta.pk.attname], [key])
            self.rows[id(found)] = path
            del parts["pk"]
        elif parts:
            found = object.__new__(_without_the_rest(value.__class__))
        elif isinstance(value, datetime):
            return self._day(path, self._moment)
        elif isinstance(value, date):
            return self._day(path, lambda number: self._moment(number).date())
        elif isinstance(value, int) and not isinstance(value, (bool, Enum)):
            return self._id(path)
        elif isinstance(value, OF_IDS):
            self.sets.add(path)
            return Ids([self._id(path)]) if value else type(value)()
        else:
            return value
        found.__dict__.update({name: self._for(part, (*path, name)) for name, part in parts.items()})
        return found

    def _id(self, path: Path) -> int:
        number = FIRST_ID + len(self.ids)
        self.ids[number] = path
        return number

    def _day(self, path: Path, make: Callable[[int], Any]) -> Any:
        number = len(self.days)
        self.days[number] = (self._moment(number).date(), path)
        return make(number)

    def told_by(self, parameter: Any) -> "Told | None":
        """Return what a parameter of the SQL has from a value or from the clock, or None where it has nothing of them.

        Raises Unprepared where it has something of them that cannot be found again, or a day or moment from elsewhere.
        """
        if isinstance(parameter, (list, tuple)):
            if any(self.told_by(each) for each in parameter):
                raise Unprepared("A value went into a list in one parameter.")
            return None
        if isinstance(parameter, int) and FIRST_ID <= parameter < LAST_ID:
            path = self.ids[int(parameter)]
            return TheIds(path) if path in self.sets else TheId(path)
        if isinstance(parameter, str):
            if A_DAY_OR_MOMENT.fullmatch(parameter):
                read = parse_date(parameter) if len(parameter) == 10 else parse_datetime(parameter)
                return self._told_by_day(read)
            if TRACE_OF_ID.search(parameter):
                raise Unprepared("An id went into a text.")
        return self._told_by_day(parameter) if isinstance(parameter, date) else None

    def _told_by_day(self, found: Any) -> "Told":
        if isinstance(found, datetime) and timezone.is_naive(found):
            found = found.replace(tzinfo=UTC)
        day = timezone.localdate(found) if isinstance(found, datetime) else found
        number = (day.year - FIRST_YEAR + YEARS_APART // 2) // YEARS_APART
        if number not in self.days:
            raise Unprepared(f"The {day} in the query comes from no value and not from the clock.")
        base, path = self.days[number]
        if not isinstance(found, datetime):
            return TheDay(path, found - base)
        if found.microsecond == TICK.microseconds:
            return TheMoment(path, found - self._moment(number))
        return TheMomentOfADay(path, day - base, timezone.localtime(found).time())


class Told:
    """What a parameter has from a value, or from the clock."""

    def values(self, leaves: dict[Path, Any], now: datetime) -> list:
        """Return the parameters that stand there, when the parts of the values are `leaves`."""
        raise NotImplementedError


@dataclass(frozen=True)
class TheId(Told):
    path: Path

    def values(self, leaves, now):
        """Return the id."""
        return [leaves[self.path]]


@dataclass(frozen=True)
class TheIds(Told):
    path: Path

    def values(self, leaves, now):
        """Return each of the ids."""
        return [each.pk if isinstance(each, Model) else each for each in leaves[self.path]]


@dataclass(frozen=True)
class TheDay(Told):
    path: Path
    later: timedelta

    def values(self, leaves, now):
        """Return the day that is so many days later."""
        return [_day_at(leaves.get(self.path, now)) + self.later]


@dataclass(frozen=True)
class TheMoment(Told):
    path: Path
    later: timedelta

    def values(self, leaves, now):
        """Return the moment that is so much later."""
        return [leaves.get(self.path, now) + self.later]


@dataclass(frozen=True)
class TheMomentOfADay(Told):
    path: Path
    later: timedelta
    at: time

    def values(self, leaves, now):
        """Return the moment on the clock of the day that is so many days later."""
        day = _day_at(leaves.get(self.path, now)) + self.later
        return [timezone.make_aware(datetime.combine(day, self.at))]


def _day_at(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
