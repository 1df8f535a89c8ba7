"""A timeline of what happened: every verb runs on its own day, in order, so that the past looks like one."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta

import time_machine
from django.conf import settings
from django.utils import timezone


class Timeline:
    """Verbs with the moment when somebody did them. Nothing happens before `run`."""

    def __init__(self):
        self.now = timezone.now()
        self._events: list[tuple[datetime, int, str, Callable[[], object]]] = []

    def add(self, moment: datetime, what: str, verb: Callable[[], object]) -> None:
        """Plan `verb` for `moment`; what would lie in the future has only just happened. `what` is for the progress bar."""
        just_now = self.now - timedelta(minutes=30)
        self._events.append((min(moment, just_now), len(self._events), what, verb))

    def run(self, progress: Callable[[int, int, str], None]) -> int:
        """Do everything in order, and return how many verbs that were. `progress` gets done, total and what."""
        events = sorted(self._events, key=lambda event: event[:2])
        for done, (moment, _, what, verb) in enumerate(events, start=1):
            with time_machine.travel(moment, tick=False):
                verb()
            progress(done, len(events), what)
        return len(events)


@contextmanager
def mail_goes(backend: str):
    """While loading: mail of the past goes nowhere, and that of the last letter is kept."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = backend
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before
