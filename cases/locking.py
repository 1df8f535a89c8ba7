"""The lock that every verb takes before it writes about a case."""

from collections.abc import Iterable

from django.db import models

from cases.models import Case
from kit import locking


def locked(case: Case) -> Case:
    """Lock `case` until the end of the transaction, and return it as it is in the database now.

    Every action that writes about a case calls this first and asks its questions afterwards, so that no two of them
    pass each other: a text is not sent back and published, nobody steps out and presents. Locking it again changes
    nothing. On SQLite there is one writer at a time, which does the same. Raise GoneError if it was withdrawn.
    """
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("site__programme")
    now = rows.filter(pk=case.pk).first()
    if now is None:
        raise locking.GoneError
    locking.refuse_overtaken(now)
    return now


def lock_all(cases: Iterable[Case]) -> None:
    """Lock several cases, always in the same order, so that two verbs never wait for each other."""
    pks = {case.pk for case in cases}
    list(Case.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk"))


def lock_row(row: models.Model, *, case: Case | None) -> None:
    """Lock `case`, if `row` is about one, and `row` itself, and read the columns of `row` anew.

    Raise GoneError if `row` is not there any more.
    """
    if case is not None:
        locked(case)
    locking.lock_row(row)
