"""The tasks that read beforehand what pages then show: the words of new and changed rows, and what is late."""

from celery import shared_task

from kit.search.index import IN_TURN, read_unread
from pages.overview.late import keep_what_is_late
from pages.search.sources import SOURCES


@shared_task(name="pages.read_words")
def read_words() -> None:
    """Read the words of every row that the index has not."""
    while read_unread(SOURCES, most=IN_TURN):
        pass


@shared_task(name="pages.keep_what_is_late")
def keep_late() -> int:
    """Keep what is late in every running programme, for its programme team."""
    return keep_what_is_late()
