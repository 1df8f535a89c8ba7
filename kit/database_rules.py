"""Rules that the database itself holds, as triggers for SQLite and PostgreSQL.

An app lists its rules and calls `hold` when it is ready. `manage.py migrate` then creates the triggers anew after its
migrations, and on SQLite drops them before: a migration that rebuilds a table there would drop its triggers, and fail
where a trigger of another table names it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

HELD: list["Rule"] = []  # the rules of every app


class Trigger(Protocol):
    """A trigger that `hold` keeps: a Rule, or one that does something else than to refuse."""

    @property
    def name(self) -> str:
        """The name of the trigger."""

    @property
    def table(self) -> str:
        """The table that it belongs to."""

    def for_postgresql(self) -> list[str]:
        """Return the statements that create it on PostgreSQL."""

    def for_sqlite(self) -> list[str]:
        """Return the statements that create it on SQLite."""


@dataclass(frozen=True)
class Rule:
    """What the database refuses: a change of `table` at the `moment` INSERT, UPDATE or DELETE, if `condition` is true.

    `condition` is SQL about NEW and OLD; None is always true. `lock` is what PostgreSQL locks before it looks, as table
    and condition, so that two transactions do not pass each other; SQLite has one writer at a time.

    Deleting is refused by PostgreSQL alone, which empties a test database by TRUNCATE. SQLite can only DELETE, and its
    tests have to; there the models refuse.
    """

    name: str
    table: str
    moment: str
    condition: str | None
    message: str
    lock: str = ""

    def for_postgresql(self) -> list[str]:
        """Return the statements that create the trigger on PostgreSQL."""
        lock = f"PERFORM 1 FROM {self.lock} FOR NO KEY UPDATE; " if self.lock else ""
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '23514';"
        row = "OLD" if self.moment == "DELETE" else "NEW"
        body = f"{lock}IF {self.condition} THEN {refuse} END IF;" if self.condition else refuse
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN {body} RETURN {row}; END; $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} BEFORE {self.moment} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def for_sqlite(self) -> list[str]:
        """Return the statements that create the trigger on SQLite."""
        if self.moment == "DELETE":
            return []
        where = f"WHERE {self.condition}" if self.condition else ""
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} BEFORE {self.moment} ON {self.table} FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}') {where}; END",
        ]


def kept_for_good(
    table: str, *, noun: str, refused: str | None = None, stays: str | None = None
) -> list[Rule]:
    """Return the rules by which rows of `table` are only added. `noun` has its article, such as "a clearance".

    `refused` is the condition under which a change is refused, where there is one change that is allowed, and `stays`
    that under which deleting is.
    """
    words = noun.replace(" ", "_")
    return [
        Rule(f"{words}_never_changes", table, "UPDATE", refused, f"{noun} never changes"),
        Rule(f"{words}_stays", table, "DELETE", stays, f"{noun} is never deleted"),
    ]


def hold(rules: Iterable[Trigger], *, of: AppConfig) -> None:
    """Have `migrate` keep the triggers of `rules` as they are written here. `of` is the app that lists them."""
    rules = list(rules)
    HELD.extend(rule for rule in rules if isinstance(rule, Rule))

    def before(using, plan, **kwargs):
        if plan and connections[using].vendor == "sqlite":
            remove(rules, connections[using])

    def after(using, **kwargs):
        if "plan" in kwargs:  # and not only a table emptied
            install(rules, connections[using])

    pre_migrate.connect(before, sender=of, weak=False, dispatch_uid=f"rules before {of.label}")
    post_migrate.connect(after, sender=of, weak=False, dispatch_uid=f"rules after {of.label}")


def install(rules: Iterable[Trigger], connection) -> None:
    """Create the triggers of `rules` whose tables are there, replacing existing ones."""
    tables = connection.introspection.table_names()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for rule in rules:
            statements = rule.for_postgresql() if connection.vendor == "postgresql" else rule.for_sqlite()
            for statement in statements if rule.table in tables else []:
                cursor.execute(statement)


def remove(rules: Iterable[Trigger], connection) -> None:
    """Drop the triggers of `rules` on SQLite, whether they are there or not."""
    with connection.cursor() as cursor:
        for rule in rules:
            cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")
