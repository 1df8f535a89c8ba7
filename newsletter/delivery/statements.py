"""UPDATEs of one row whose SQL is worked out once for a batch of letters, and then executed for each."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql import UpdateQuery

STAND_IN = 2**52 + 1  # no row has it


class Statement:
    """An UPDATE of the row of `rows` with the id STAND_IN: `execute(pk, first=..., second=...)` for another id and values.

    `constants` are written as they are; `given` names the columns whose values come with each letter.
    """

    def __init__(self, rows: QuerySet, *given: str, **constants: Any):
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values({**{name: RawSQL("%s", (0,)) for name in given}, **constants})
        columns = {field.name: field for field in rows.model._meta.concrete_fields}
        self._fields = [columns[name] for name in given]
        self._sql, parameters = query.get_compiler(connection=connection).as_sql()
        self._parameters = list(parameters)
        self._ids = [place for place, each in enumerate(self._parameters) if each == STAND_IN]

    def execute(self, pk: int, **values: Any) -> bool:
        """Update the row `pk` if it is still among the rows, and return whether it was."""
        parameters = self._parameters.copy()
        for place, field in enumerate(self._fields):
            parameters[place] = field.get_db_prep_save(values[field.name], connection)
        for place in self._ids:
            parameters[place] = pk
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            return cursor.rowcount == 1
