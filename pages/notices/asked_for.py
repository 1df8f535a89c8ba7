"""Having what waits for everybody read at once, where a page that shows it finds that nothing is kept yet."""

from django.core.cache import cache

from kit.queues import send_task_on_commit

ASKED_SECONDS = 60  # until it is asked for again, if nothing was kept meanwhile


def read_at_once() -> None:
    """Ask a worker to read and keep what waits, as it does every few minutes: a new installation, or an emptied cache, does
    not wait for that. However many pages ask, it is asked for once a minute.
    """
    if cache.add("what-waits:asked", True, ASKED_SECONDS):
        send_task_on_commit("pages.keep_what_waits")
