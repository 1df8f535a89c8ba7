"""The clock that queries are prepared by: while one is worked out, `timezone.now()` gives a moment that stands in for now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_stand_in: ContextVar[datetime | None] = ContextVar("clock_stand_in", default=None)
_real_now = timezone.now


def now() -> datetime:
    """Return the moment that stands in for now, or now."""
    return _stand_in.get() or _real_now()


def install() -> None:
    """Let `timezone.now()`, and so `timezone.localdate()`, ask here. Doing it again changes nothing."""
    now.__module__ = timezone.__name__  # as migrations name it
    timezone.now = now


@contextmanager
def standing_still_at(moment: datetime) -> Iterator[None]:
    """Let `moment` stand in for now, for this thread alone."""
    token = _stand_in.set(moment)
    try:
        yield
    finally:
        _stand_in.reset(token)
