"""The task that reads the words of new and changed rows, so that searches need not."""

from celery import shared_task

from kit.search.index import IN_TURN, read_unread
from pages.search.sources import SOURCES


@shared_task(name="pages.read_words")
def read_words() -> None:
    """Read the words of every row that the index has not."""
    while read_unread(SOURCES, most=IN_TURN):
        pass
