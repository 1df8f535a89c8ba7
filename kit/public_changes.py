"""Let the database note each change of the rows that visitors' pages are made from, whoever makes it and in what way.

What visitors are shown is kept until then (kit/visitors.py). A change is noted in its own transaction: whoever sees the
note sees the change too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from kit.models import PublicChange

MOMENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


@dataclass(frozen=True)
class Noting:
    """A trigger that adds a PublicChange when rows of `table` change. It is kept as `Rule` is."""

    table: str
    moment: str  # INSERT, UPDATE or DELETE
    columns: tuple[str, ...] = ()  # those of which visitors' pages are made; none means all

    @property
    def name(self) -> str:
        """The name of the trigger."""
        return f"public_{self.table}_{self.moment.lower()}"

    def for_postgresql(self) -> list[str]:
        """Return the statements that create the trigger on PostgreSQL: once for a statement that changed a row."""
        note = "INSERT INTO kit_publicchange (times) VALUES (1)"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN IF EXISTS ({self._changed}) THEN {note}; "
            "END IF; RETURN NULL; END; $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} AFTER {self.moment} ON {self.table} REFERENCING {self._tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()",
        ]

    @property
    def _changed(self) -> str:
        if self.moment == "UPDATE" and self.columns:
            columns = ", ".join(self.columns)
            return f"SELECT {columns} FROM new_rows EXCEPT ALL SELECT {columns} FROM old_rows"
        return f"SELECT 1 FROM {MOMENTS[self.moment].lower()}_rows"

    @property
    def _tables(self) -> str:
        new, old = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"
        return {"INSERT": new, "UPDATE": f"{new} {old}", "DELETE": old}[self.moment]

    def for_sqlite(self) -> list[str]:
        """Return the statements that create the trigger on SQLite: for each row."""
        of = f" OF {', '.join(self.columns)}" if self.moment == "UPDATE" and self.columns else ""
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} AFTER {self.moment}{of} ON {self.table} FOR EACH ROW BEGIN "
            "INSERT INTO kit_publicchange (id, times) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1; END",
        ]


def noting(of: Iterable[type[models.Model]], *, columns: dict[type[models.Model], list[str]]) -> list[Noting]:
    """Return the triggers that note changes of the rows of these models, of some of their `columns` alone where these are
    said. Adding and deleting a row is always noted.
    """
    return [
        Noting(model._meta.db_table, moment, tuple(columns.get(model, ())))
        for model in of
        for moment in MOMENTS
    ]


def forget_public_changes() -> None:
    """Delete all changes but the last one."""
    if last := PublicChange.objects.order_by("-pk").first():
        PublicChange.objects.exclude(pk=last.pk).delete()
