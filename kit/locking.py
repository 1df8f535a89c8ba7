"""The lock that a verb takes on a row before it asks what state the row is in."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models

from kit.errors import RefusedError

TRIES = 5


class GoneError(RefusedError):
    """What a verb was called for was removed by somebody else in the meantime."""

    def __init__(self):
        super().__init__("Somebody else has just removed this. Go back and open the page again.")


def lock_row(row: models.Model) -> None:
    """Lock `row` until the end of the transaction, and read its columns anew, so that two presses are one after the other.

    Locking it again changes nothing. On SQLite there is one writer at a time, which does the same. Raise GoneError if
    the row is not there any more.
    """
    read = dict(row._state.fields_cache)
    rows = row.__class__._base_manager.get_queryset()  # its class, also where the row is read lazily
    try:
        row.refresh_from_db(from_queryset=rows.select_for_update(of=("self",), no_key=True))
    except ObjectDoesNotExist:
        raise GoneError from None
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
