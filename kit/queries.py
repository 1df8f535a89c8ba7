"""Queries that every app needs: the usual order of rows where Django leaves it out, counts of other rows, and short lists
that are read together.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db.models import (
    Aggregate,
    Count,
    DateTimeField,
    Field,
    IntegerField,
    JSONField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_date, parse_datetime

Row = TypeVar("Row", bound=Model)


class JSONList(Aggregate):
    """An aggregate that returns all values of a group as one JSON list."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        """Return the SQL for SQLite."""
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)


def in_usual_order(rows: QuerySet) -> QuerySet:
    """Return `rows` in the default order of its model, unless another order was chosen.

    Django leaves `Meta.ordering` out of a query that counts or sums per row, and PostgreSQL then answers in any order.
    Every QuerySet method that adds a count to listed rows goes through here; tests refuse a query that does not.
    """
    return rows if rows.query.order_by else rows.order_by(*rows.model._meta.ordering)


def number_of(rows: QuerySet, by: str) -> Coalesce:
    """Return a subquery for how many of `rows` have the outer row as their `by`; 0 where there are none."""
    found = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    counted = found.annotate(how_many=Count("pk", distinct=True)).values("how_many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def moment_of(value: str | None) -> datetime | None:
    """Return a moment as a database writes it into JSON: SQLite without the zone, which is UTC."""
    moment = parse_datetime(value) if value else None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


@dataclass(frozen=True)
class ShortList:
    """Some columns of `rows`: the path to each by its name. A name that ends in `_at` is of moments, in `_on` of days.

    It is read by itself, or together with others in one query. The rows come in any order.
    """

    rows: QuerySet
    columns: dict[str, str]

    def read(self) -> list[dict[str, Any]]:
        """Return the rows, each as a dict by the names of the columns, in one query."""
        found = self.rows.order_by().values_list(*self.columns.values())
        return [dict(zip(self.columns, row, strict=True)) for row in found]

    @property
    def as_json(self) -> Subquery:
        """The rows as a JSON list in one column."""
        listed = (
            self.rows.order_by().values(one=Value(1)).annotate(listed=JSONList(JSONObject(**self.columns)))
        )
        return Subquery(listed.values("listed"), output_field=JSONField())


def listed_together(lists: dict[str, ShortList], *, beside: QuerySet) -> QuerySet:
    """Return a query of one row that has all of `lists`, for `lists_in`. `beside` is a QuerySet of exactly one row."""
    columns = {f"list_{name}": each.as_json for name, each in lists.items()}
    return beside.order_by().annotate(**columns).values(*columns)


def lists_in(row: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each short list in a row of `listed_together`, by its name."""
    return {name.removeprefix("list_"): [_typed(each) for each in rows or []] for name, rows in row.items()}


def listed_rows(rows: QuerySet) -> Subquery:
    """Return `rows`, which look at the outer query, as one column of it: `rows_from` makes them of what was read."""
    return ShortList(rows, {each.attname: each.attname for each in rows.model._meta.concrete_fields}).as_json


def rows_from(model: type[Row], listed: list[dict[str, Any]] | None, *, using: str | None) -> list[Row]:
    """Return the rows of `model` in a column of `listed_rows`, in the order of their keys, as if read from the database `using`."""
    fields = model._meta.concrete_fields
    names = [each.attname for each in fields]
    found = [
        model.from_db(using, names, [_stored(each, row[each.attname]) for each in fields])
        for row in listed or []
    ]
    return sorted(found, key=lambda row: row.pk)


def _stored(field: Field, value: Any) -> Any:
    return moment_of(value) if isinstance(field, DateTimeField) else field.to_python(value)


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row from JSON with its moments and days."""
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if name.endswith("_at"):
        return moment_of(value)
    return _day_of(value) if name.endswith("_on") else value


def _day_of(value: str | None) -> date | None:
    return parse_date(value) if value else None
