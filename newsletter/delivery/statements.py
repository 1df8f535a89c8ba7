"""UPDATEs of a few rows whose SQL is worked out once for a batch of letters, and then executed for each few of them."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql import UpdateQuery

FIRST_STAND_IN = 2**52 + 1
ANY_CLAIM = "the claim of the sweep"  # stands for the token of a batch


def stand_ins(number: int) -> list[int]:
    """Return ids that no row has, which stand for those to be given later."""
    return list(range(FIRST_STAND_IN, FIRST_STAND_IN + number))


class Statement:
    """An UPDATE of those of `rows` with the ids `stand_ins(size)`: `execute(pks, claim=..., first=...)` for other ids and values.

    ANY_CLAIM in it stands for the claim to be told. `constants` are written as they are; `given` names the columns whose values
    come each time.
    """

    def __init__(self, rows: QuerySet, *given: str, size: int = 1, **constants: Any):
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values({**{name: RawSQL("%s", (0,)) for name in given}, **constants})
        columns = {field.name: field for field in rows.model._meta.concrete_fields}
        self._fields = [columns[name] for name in given]
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        self.sql = f"{sql} RETURNING {connection.ops.quote_name(rows.model._meta.pk.column)}"
        self._parameters = list(parameters)
        places = {each: place for place, each in enumerate(stand_ins(size))}
        self._ids = [(place, places[each]) for place, each in enumerate(parameters) if each in places]
        self._claims = [place for place, each in enumerate(parameters) if each == ANY_CLAIM]
        self._size = size

    def execute(self, pks: Sequence[int], *, claim: str, **values: Any) -> set[int]:
        """Update those of the rows `pks` that are still among the rows, at most `size`, and return their ids. It is one
        statement: all of them, or none where the database goes away.
        """
        filled = [*pks, *[pks[-1]] * (self._size - len(pks))]
        parameters = self._parameters.copy()
        for place, field in enumerate(self._fields):
            parameters[place] = field.get_db_prep_save(values[field.name], connection)
        for place, number in self._ids:
            parameters[place] = filled[number]
        for place in self._claims:
            parameters[place] = claim
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return {pk for (pk,) in cursor.fetchall()}
