"""What the database refuses, in words for the person: its constraints and triggers have names that are sentences.

Actions ask first, and refuse in words of their own. What comes here happened between the asking and the writing: somebody
else was quicker, or the row is not what it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import IntegrityError, models

from kit.database_rules import HELD

# What the databases say. SQLite names the columns of a unique constraint, PostgreSQL the constraint, and the columns in
# its details. Both say of a trigger what its rule says.
SQLITE_COLUMNS = re.compile(r"UNIQUE constraint failed: ([\w., ]{1,500})")
NAMED = re.compile(r"(?:constraint \"|CHECK constraint failed: |failed: index ')(\w{1,100})")
POSTGRESQL_COLUMNS = re.compile(r"Key \(([\w, ]{1,500})\)=")
TABLE_IN_NAME = 24  # characters of a table that are surely in the names that PostgreSQL makes
FOREIGN_KEY = re.compile(r"foreign key", re.IGNORECASE)

GONE = "Something that this belongs to was removed in the meantime. Reload the page and try again."
TWICE = "This is there already: {}. Reload the page to see it."
WRONG = "This cannot be saved: {}. Change it and try again."
KEPT = "This cannot be changed: {}. Reload the page to see what is there now."


@dataclass(frozen=True)
class Refusal:
    """One thing that the database refuses: how its error is recognised, and what the person is told.

    `columns` are those of a unique constraint, in their table.
    """

    name: str
    sentence: str
    table: str = ""
    columns: frozenset[str] = frozenset()

    def is_about(self, columns: frozenset[str], *, name: str) -> bool:
        """Return whether an error about `columns` is this one. SQLite puts the table before each column; PostgreSQL
        begins the `name` of a constraint that nobody named with it.
        """
        if not columns or not self.columns:
            return False
        if any("." in each for each in columns):
            return columns == {f"{self.table}.{each}" for each in self.columns}
        return columns == self.columns and name.startswith(self.table[:TABLE_IN_NAME])


def sentence_of(error: IntegrityError) -> str | None:
    """Return what the person is told of `error`, or None where only a fault of ours can have led to it."""
    said = str(error)
    named = NAMED.search(said)
    name, columns = named[1] if named else said.partition("\n")[0], frozenset(_columns_in(said))
    for refusal in refusals():
        if refusal.name == name or refusal.is_about(columns, name=name):
            return refusal.sentence
    return GONE if FOREIGN_KEY.search(said) else None


@cache
def refusals() -> tuple[Refusal, ...]:
    """Return everything that the constraints of the models and the triggers of the apps refuse."""
    return (*_of_triggers(), *(each for model in apps.get_models() for each in _of_model(model)))


def _of_triggers() -> Iterator[Refusal]:
    for rule in HELD:
        yield Refusal(rule.message, KEPT.format(rule.message))


def _of_model(model: type[models.Model]) -> Iterator[Refusal]:
    columns = {field.name: str(field.column) for field in model._meta.local_fields}
    table, noun = model._meta.db_table, model._meta.verbose_name
    for constraint in model._meta.constraints:
        is_unique = isinstance(constraint, models.UniqueConstraint)
        said = (TWICE if is_unique else WRONG).format(constraint.name.replace("_", " "))
        fields = getattr(constraint, "fields", ()) if is_unique else ()
        yield Refusal(constraint.name, said, table, frozenset(columns[name] for name in fields))
    for together in model._meta.unique_together:
        said = TWICE.format(f"a {noun} of this {' and '.join(together).replace('_', ' ')}")
        yield Refusal("", said, table, frozenset(columns[name] for name in together))
    for field in model._meta.local_fields:
        if field.unique:
            said = TWICE.format(f"a {noun} of this {field.verbose_name}")
            yield Refusal("", said, table, frozenset({columns[field.name]}))


def _columns_in(said: str) -> Iterator[str]:
    """Yield the columns that an error about a unique constraint names, with their table where it is named."""
    if (found := SQLITE_COLUMNS.search(said)) or (found := POSTGRESQL_COLUMNS.search(said)):
        yield from (each.strip() for each in found[1].split(","))
