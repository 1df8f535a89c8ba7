"""Where words that people typed are stored, and whose they are: derived from the models by their foreign keys.

A column can hold words if it is text, JSON or a file, and its values are not choices of a fixed list. A row belongs to
the nearest owner that its foreign keys lead to, such as a case before a meeting before a site. Versions, drafts and
audit events name their row as "app.model:pk" in a column `subject` (`subject_of`), and belong to the owner of that row.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast

WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
BY_SUBJECT = "subject"  # the column that names a row of any model
CHUNK = 500
Row = TypeVar("Row", bound=models.Model)


class Path(NamedTuple):
    """A way from a model to an owner by foreign keys: the lookup, and whether a row may be without it."""

    lookup: str
    is_optional: bool


def key_of(field: models.Field) -> str:
    """Return the name of a column in lists, such as "cases.discussion.notes"."""
    return f"{field.model._meta.label_lower}.{field.name}"


def model_of(subject: str) -> type[models.Model]:
    """Return the model of the row that `subject` names."""
    return apps.get_model(subject.partition(":")[0])


def column_named(row: models.Model | type[models.Model], name: str) -> models.Field:
    """Return the column `name` of a row or a model."""
    return row._meta.get_field(name)  # type: ignore[return-value]  # never a relation from elsewhere


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of `model` that can hold words: text, JSON and files, except choices of a fixed list."""
    return [
        field for field in model._meta.local_concrete_fields if isinstance(field, WORDS) and not field.choices
    ]


def names_its_row(model: type[models.Model]) -> bool:
    """Return whether the rows of `model` name the row that they are about in a column `subject`."""
    return any(field.name == BY_SUBJECT for field in model._meta.local_concrete_fields)


@cache
def paths_to(model: type[models.Model], owner: type[models.Model], *, after: tuple = ()) -> tuple[Path, ...]:
    """Return every way from `model` to `owner` by foreign keys, without going through a model twice.

    A model that points at rows of others, and belongs to one of them alone, names that key in `belongs_by`.
    """
    if model is owner:
        return (Path("pk", False),)
    found = []
    only = getattr(model, "belongs_by", None)
    for field in model._meta.local_concrete_fields:
        related = field.related_model
        if only not in (None, field.name):
            continue
        if not field.is_relation or related is None or related is model or related in after:
            continue
        for path in paths_to(related, owner, after=(*after, model)):
            lookup = field.name if path.lookup == "pk" else f"{field.name}__{path.lookup}"
            found.append(Path(lookup, field.null or path.is_optional))
    return tuple(found)


def models_with_words() -> list[type[models.Model]]:
    """Return every model with columns that can hold words."""
    return [model for model in apps.get_models() if columns_of(model)]


def keys_to(target: type[models.Model]) -> list[models.ForeignKey]:
    """Return every foreign key of any model to `target`."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is target
    ]


Owners = list[
    tuple[type[models.Model], set[Any]]
]  # from the nearest to the widest, each with the ids that are meant


def belongs_to(model: type[models.Model], owners: Owners) -> Q | None:
    """Return the condition for the rows of `model` whose nearest owner is one of `owners`.

    A row that has a case belongs to that case alone, though its site is one of the owners too. None: no row can.
    """
    found, is_free, reaches = Q(pk__in=[]), Q(), False
    for owner, ids in owners:
        paths = paths_to(model, owner)
        for path in paths:
            found |= is_free & Q(**{f"{path.lookup}__in": ids})
            reaches = True
        if any(not path.is_optional for path in paths):
            break
        for path in paths:
            is_free &= Q(**{f"{path.lookup}__isnull": True})
    return found if reaches else None


def owned_models(owners: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Return the models with a way to one of `owners`, and those that name their row in a column."""
    owners = list(owners)
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if names_its_row(model) or any(paths_to(model, owner) for owner in owners)
    ]


def subjects_of(rows: Iterable[tuple[type[models.Model], models.QuerySet]]) -> set[str]:
    """Return the names of these rows as versions, drafts and audit events have them, in one query."""
    named = [
        found.order_by().values_list(Value(model._meta.label_lower), Cast("pk", CharField()))
        for model, found in rows
    ]
    if not named:
        return set()
    return {f"{label}:{pk}" for label, pk in named[0].union(*named[1:], all=True)}


def about(model: type[Row], subjects: set[str]) -> Iterator[Row]:
    """Yield the rows of `model` that are about one of `subjects`."""
    names = sorted(subjects)
    for start in range(0, len(names), CHUNK):
        yield from model._base_manager.filter(subject__in=names[start : start + CHUNK])


def strings_in(value) -> Iterator[str]:
    """Yield every string in a value of a column: the text, all strings of a JSON value, the name of a file."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from strings_in(key)
            yield from strings_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each)
    elif value:
        yield str(value)


def strings_of(row: models.Model, name: str) -> list[str]:
    """Return every string in the column `name` of a row. Where the column holds JSON as text, they are those of the JSON,
    as they were typed: without its escapes of quotes and ends of lines.
    """
    value = getattr(row, name)
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return [value]
    return list(strings_in(value))
