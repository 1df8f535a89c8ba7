"""The lock that every verb takes before it writes about a case."""

from cases.models import Case


def locked(case: Case) -> Case:
    """Lock `case` until the end of the transaction, and return it as it is in the database now.

    Every action that writes about a case calls this first and asks its questions afterwards, so that no two of them
    pass each other: a text is not sent back and published, nobody steps out and presents. Locking it again changes
    nothing. On SQLite there is one writer at a time, which does the same.
    """
    now = Case.objects.select_for_update(of=("self",), no_key=True)
    return now.select_related("site__programme").get(pk=case.pk)
