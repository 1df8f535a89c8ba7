"""A timeline of actions. Each runs on its own day, in order, so that the data looks like a real past."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta

import time_machine
from django.conf import settings
from django.utils import timezone

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
KEPT = "kit.mail.KeepingBackend"
LATELY = timedelta(days=7)


class Timeline:
    """Actions with the moment for each. Nothing happens before `run`."""

    def __init__(self):
        self.now = timezone.now()
        self._events: list[tuple[datetime, int, str, Callable[[], object]]] = []

    def add(self, moment: datetime, what: str, verb: Callable[[], object]) -> None:
        """Plan `verb` for `moment`; one in the future is moved to half an hour ago. `what` is for the progress bar."""
        just_now = self.now - timedelta(minutes=30)
        self._events.append((min(moment, just_now), len(self._events), what, verb))

    def run(self, progress: Callable[[int, int, str], None], *, after_a_day: Callable[[], object]) -> int:
        """Run all actions in order, and return how many there were. `progress` gets the number done, the total
        and what it was. `after_a_day` is called after the last of each day that is more than a week ago.
        """
        events = sorted(self._events, key=lambda event: event[:2])
        days = [moment.date() for moment, *_ in events] + [None]
        for done, (moment, _, what, verb) in enumerate(events, start=1):
            with time_machine.travel(moment, tick=False):
                verb()
                if days[done] != moment.date() and moment < self.now - LATELY:
                    after_a_day()
            progress(done, len(events), what)
        return len(events)


@contextmanager
def mail_through(backend: str):
    """Send mail through `backend` inside the `with` block."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = backend
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before
