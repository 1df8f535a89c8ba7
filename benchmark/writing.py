"""Write many rows at once, with ids and days as they are given, in the order in which they were thought of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max, QuerySet

AT_ONCE = 2_000  # rows of an INSERT


class Rows:
    """Rows that are kept until `write`. Each has its id already, so that others can point at it.

    They are inserted without `save` and without the refusals of a model's QuerySet: what the database refuses still holds.
    """

    def __init__(self) -> None:
        self.waiting: dict[type[models.Model], list[models.Model]] = {}
        self.last_id: dict[type[models.Model], int] = {}
        self.written = 0

    def add(self, model: type[models.Model], **values: Any) -> Any:
        """Return a new row of `model` with the next free id, to be written with the others."""
        return self.keep(model(**values))

    def keep(self, row: Any) -> Any:
        """Give `row` the next free id, and write it with the others."""
        model = type(row)
        if model not in self.last_id:
            self.last_id[model] = QuerySet(model).aggregate(last=Max("pk"))["last"] or 0
        self.last_id[model] += 1
        row.pk = self.last_id[model]
        self.waiting.setdefault(model, []).append(row)
        return row

    def pair(self, many: Any, row: models.Model, others: Sequence[models.Model]) -> None:
        """Add `others` to the many-to-many field `many` of `row`, such as Case.themes."""
        field = many.field
        for other in others:
            self.add(
                many.through, **{f"{field.m2m_field_name()}_id": row.pk, f"{field.m2m_reverse_field_name()}_id": other.pk}
            )  # fmt: skip

    def write(self) -> None:
        """Insert the rows that wait: those of the model that was added first come first."""
        for model, rows in self.waiting.items():
            with as_given(model):
                QuerySet(model).bulk_create(rows, batch_size=AT_ONCE)
            self.written += len(rows)
        self.waiting = {model: [] for model in self.waiting}

    def free_ids(self) -> None:
        """Let the database give the ids after those that were written."""
        statements = connection.ops.sequence_reset_sql(no_style(), list(self.last_id))
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@contextmanager
def as_given(model: type[models.Model]) -> Iterator[None]:
    """Keep the moments that rows of `model` have, where it would put the present one."""
    fields: list[Any] = [
        field for field in model._meta.concrete_fields if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
    ]  # fmt: skip
    usual = [(field, field.auto_now_add, field.auto_now) for field in fields]
    try:
        for field in fields:
            field.auto_now_add = field.auto_now = False
        yield
    finally:
        for field, adding, changing in usual:
            field.auto_now_add, field.auto_now = adding, changing
