"""Queries of one shape that are asked for every page: their SQL is worked out once a process.

Django works out the SQL of a QuerySet whenever it is asked. Where there are conditions within conditions this takes many
times as long as the database takes to answer.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# the nth value that stands in for one of this type: no row has it
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 2**40 + number,
    date: lambda number: date(9000, 1, 1) + timedelta(days=number),
}


class _Named(NamedTuple):
    """The place of a value in the parameters of a query."""

    name: str


class Prepared:
    """A query of some values: `Prepared(lambda user, today: ..., user=int, today=date)`, and then `read(user=3, today=...)`.

    `build` takes the values by their names and returns a QuerySet with `values_list`. It is called once, with others that
    stand in for them, so it hands them to conditions and never looks at them. ValueError where it makes nothing of one.
    """

    def __init__(self, build: Callable[..., QuerySet], **types: type):
        self._build, self._types = build, types

    def read(self, **values: Any) -> list[Sequence[Any]]:
        """Return the rows for `values`, in one query."""
        compiler, sql, parameters = self._worked_out
        given = {name: _as_parameter(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(
                sql, [given[each.name] if isinstance(each, _Named) else each for each in parameters]
            )
            rows = cursor.fetchall()
        return list(compiler.results_iter([rows], tuple_expected=True))

    @cached_property
    def _worked_out(self) -> tuple[SQLCompiler, str, list]:
        """The compiler, which knows how to read the columns, the SQL, and its parameters with the places of the values."""
        stand_ins = {name: STAND_INS[kind](number) for number, (name, kind) in enumerate(self._types.items())}
        names = {_as_parameter(value): _Named(name) for name, value in stand_ins.items()}
        compiler = self._build(**stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        found = [names.get(each, each) if isinstance(each, (int, str, date)) else each for each in parameters]
        if unused := set(names.values()) - set(found):
            raise ValueError(f"The query makes nothing of {', '.join(each.name for each in unused)}.")
        return compiler, sql, found


def _as_parameter(value: Any) -> Any:
    """Return `value` as the database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
