"""The lock that a verb takes on a row before it asks what state the row is in."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models

from kit.errors import RefusedError

TRIES = 5


class GoneError(RefusedError):
    """What a verb was called for was removed by somebody else in the meantime."""

    def __init__(self):
        super().__init__("Somebody else has just removed this. Go back and open the page again.")


class OvertakenError(RefusedError):
    """Somebody else saved a row after a form was compared with it, and before the form's verb had its lock."""

    def __init__(self):
        super().__init__("Somebody else is saving this at the same moment. Wait a minute, then save again.")


Columns = dict[str, Any]
_read: ContextVar[dict[tuple[type[models.Model], Any], Columns]] = ContextVar("_read")


@contextmanager
def as_read(rows: Iterable[object]) -> Iterator[None]:
    """Let a verb that runs inside act only on `rows` as they were read. What is no row is left out.

    The first lock that the verb takes on one of them compares: OvertakenError is raised if a column was saved meanwhile.
    """
    found = {_name(row): _columns(row) if row.pk else {} for row in rows if isinstance(row, models.Model)}
    token = _read.set(found)
    try:
        yield
    finally:
        _read.reset(token)


def refuse_overtaken(row: models.Model) -> None:
    """Raise OvertakenError if `row`, which was locked and read anew just now, is not as it was read (see `as_read`).

    It is asked once a row, since the verb itself changes the row afterwards.
    """
    before = _read.get({}).pop(_name(row), {})
    if any(getattr(row, name) != value for name, value in before.items()):
        raise OvertakenError


def refuse_another(row: models.Model | None) -> None:
    """Raise OvertakenError if `row`, read after a lock, is not the one that a form was compared with, or not as it was.

    It is for texts of which the newest row counts, or of which there is one or none. A row that is not saved yet stands
    among those that were read for there having been none.
    """
    if row is None:
        return
    of_its_kind = [model for model, _ in _read.get({}) if model is row.__class__]
    if of_its_kind and _name(row) not in _read.get({}):
        raise OvertakenError
    refuse_overtaken(row)


def _name(row: models.Model) -> tuple[type[models.Model], Any]:
    return row.__class__, row.pk  # also where the row is read lazily


def _columns(row: models.Model) -> Columns:
    """Return the columns of `row` that were read, by their names."""
    deferred = row.get_deferred_fields()
    names = {field.attname for field in row._meta.concrete_fields} - deferred
    return {name: getattr(row, name) for name in names}


def lock_row(row: models.Model) -> None:
    """Lock `row` until the end of the transaction, and read its columns anew, so that two presses are one after the other.

    Locking it again changes nothing. On SQLite there is one writer at a time, which does the same. Raise GoneError if
    the row is not there any more, and OvertakenError if it is not as a form was compared with (see `as_read`).
    """
    read = dict(row._state.fields_cache)
    rows = row.__class__._base_manager.get_queryset()  # its class, also where the row is read lazily
    try:
        row.refresh_from_db(from_queryset=rows.select_for_update(of=("self",), no_key=True))
    except ObjectDoesNotExist:
        raise GoneError from None
    refuse_overtaken(row)
    for field in row._meta.concrete_fields:  # a related row that is the same need not be read again
        related = read.get(field.name) if field.is_relation else None
        if related is not None and getattr(row, field.attname) == related.pk:
            row._state.fields_cache[field.name] = related


def one_of(find_or_make: Callable[..., tuple[Any, bool]], **fields) -> tuple[Any, bool]:
    """Call `get_or_create` or `update_or_create` until it has its row, and return what it does.

    Django tries again once where another press made the row first. If that row has gone again by then, this press may
    make it.
    """
    for _ in range(TRIES - 1):
        with suppress(IntegrityError):
            return find_or_make(**fields)
    return find_or_make(**fields)
