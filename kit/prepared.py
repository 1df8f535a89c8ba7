"""Queries of one shape that are asked for every page: their SQL is worked out once a process.

Django works out the SQL of a QuerySet whenever it is asked. Where there are conditions within conditions this takes many
times as long as the database takes to answer. A `Prepared` calls the function that builds the QuerySet once, with values
that stand in for ids, sets of ids, moments and days (`kit/stand_ins.py`), and finds in the parameters of the SQL where they
went.

What may not happen unseen is that a value of one reader stays in the SQL of the next. So what stands in for a person has
nothing else to give, sets that stand in refuse to be looked at, nothing is asked of the database meanwhile, and every day
and moment in the parameters has to come from a value or from the clock (`kit/clock.py`).
"""

import copy
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Prefetch, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from kit.clock import standing_still_at
from kit.stand_ins import Path, StandIns, Told, Unprepared, itself, leaves_of, shape_of

MOST_SHAPES = 500  # of one query; beyond, they are worked out anew
PLACEHOLDER = re.compile(r"(?<!%)((?:%%)*)%s")
logger = logging.getLogger(__name__)


class Prepared:
    """A query of some values: `Prepared(lambda user, today: ...)`, and then `read(user=user, today=today)`.

    `build` takes the values by their names and returns a QuerySet. It is called once for each shape of the values, with others that stand
    in for them: it hands them to conditions, joins sets with `|`, adds days to moments, and looks at nothing but whether a
    set is empty or a value is None, True or a certain word. People and other objects with `prepared_parts` have these alone.

    Where a query cannot be prepared, it is asked as it is built, and the log says why; the tests refuse it.
    """

    is_strict = False  # whether Unprepared is raised
    _every: list["Prepared"] = []

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self._kept: dict[tuple, _WorkedOut | None] = {}
        self._every.append(self)

    def read(self, **values: Any) -> list:
        """Return the rows for `values` as the QuerySet would give them, in one query, with those it prefetches."""
        values = {name: itself(value) for name, value in values.items()}
        leaves = leaves_of(values)
        shape = shape_of(leaves)
        try:
            worked_out = self._kept[shape]
        except KeyError:
            if len(self._kept) >= MOST_SHAPES:
                self._kept.clear()
            worked_out = self._kept[shape] = self._work_out(values)
        return list(self.build(**values)) if worked_out is None else worked_out.read(leaves)

    @classmethod
    def forget(cls) -> None:
        """Let every query be worked out anew."""
        for each in cls._every:
            each._kept.clear()

    def _work_out(self, values: dict[str, Any]) -> "_WorkedOut | None":
        try:
            found = _worked_out(self.build, StandIns(values))
            if self.is_strict and found.plan != _worked_out(self.build, StandIns(values, later=2)).plan:
                raise Unprepared("It makes something else of another day than what so many days later is.")
        except Unprepared:
            if self.is_strict:
                raise
            logger.exception("A query could not be prepared")
            return None
        return found


@dataclass
class _WorkedOut:
    """The SQL of a QuerySet in pieces, what stands between them, and what reads its columns. No compiler: it has no rows."""

    rows: Any  # a QuerySet, of which Django's stubs do not know all
    compiler: SQLCompiler | None
    pieces: list[str]
    parameters: list[Any]
    read_as: Path | None  # to the person whose reading is recorded

    @property
    def plan(self) -> tuple:
        """What is asked, whatever the values."""
        return self.pieces, self.parameters

    def read(self, leaves: dict[Path, Any]) -> list:
        """Return the rows where the values are made of `leaves`."""
        if self.compiler is None:
            return []
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.rows.db]  # that of this thread
        sql = self._sql(compiler.connection.ops, leaves)
        compiler.as_sql = lambda *args, **kwargs: sql  # type: ignore[method-assign]
        found = self.rows._clone()
        found._query = _Bound(self.rows._query, compiler)
        found._prefetch_related_lookups = tuple(
            copy.copy(each) if isinstance(each, Prefetch) else each
            for each in found._prefetch_related_lookups
        )
        if self.read_as is not None:
            found._read_as = (leaves[self.read_as], *found._read_as[1:])
        return list(found)

    def _sql(self, operations, leaves: dict[Path, Any]) -> tuple[str, tuple]:
        now = timezone.now()
        sql, parameters = [], []
        for piece, parameter in zip(self.pieces, self.parameters, strict=False):  # the last piece is the end
            sql.append(piece)
            if isinstance(parameter, Told):
                values = [_adapted(each, operations) for each in parameter.values(leaves, now)]
                sql.append(", ".join(["%s"] * len(values)))
                parameters += values
            else:
                sql.append("%s")
                parameters.append(parameter)
        return "".join([*sql, self.pieces[-1]]), tuple(parameters)


class _Bound:
    """A query whose SQL is there already."""

    def __init__(self, query, compiler: SQLCompiler | None):
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str):
        return getattr(self._query, name)

    def chain(self, *args, **kwargs) -> "_Bound":
        """Return itself: it never changes."""
        return self

    def get_compiler(self, *args, **kwargs) -> SQLCompiler | None:
        """Return what executes the SQL."""
        return self._compiler


def _worked_out(build: Callable[..., QuerySet], stand_ins: StandIns) -> _WorkedOut:
    with standing_still_at(stand_ins.clock):
        with connections["default"].execute_wrapper(_refuse_to_ask):
            rows: Any = build(**stand_ins.values)
        query = rows.query
        compiler = query.get_compiler(using=rows.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return _WorkedOut(rows, None, [], [], None)
        _refuse_prefetching(rows, stand_ins)
    pieces = PLACEHOLDER.sub(r"\1\0", sql).split("\0")
    if len(pieces) != len(parameters) + 1:
        raise Unprepared("Its SQL has not one place for each parameter.")
    rows._query = _Bound(query, compiler)
    reader = getattr(rows, "_read_as", None)
    read_as = stand_ins.rows[id(reader[0])] if reader else None
    told = [stand_ins.told_by(each) or each for each in parameters]
    return _WorkedOut(rows, compiler, pieces, told, read_as)


def _refuse_to_ask(*args):
    raise Unprepared(
        "It asks the database while it is built, or a person for what stands in for them has not."
    )


def _refuse_prefetching(rows: Any, stand_ins: StandIns) -> None:
    """Raise Unprepared where rows are prefetched by a value: they are asked for as they were built."""
    for lookup in rows._prefetch_related_lookups:
        if isinstance(lookup, Prefetch) and lookup.queryset is not None:
            try:
                _, parameters = lookup.queryset.query.sql_with_params()
            except EmptyResultSet:
                continue
            if any(stand_ins.told_by(each) for each in parameters):
                raise Unprepared("What it prefetches depends on a value.")


def _adapted(value: Any, operations) -> Any:
    """Return `value` as the database takes it."""
    if isinstance(value, datetime):
        return operations.adapt_datetimefield_value(value)
    return operations.adapt_datefield_value(value) if isinstance(value, date) else value
