"""The tasks that read beforehand what pages then show: the words of new and changed rows, and what waits for everybody."""

from celery import shared_task
from django.utils import timezone

from kit.search.index import IN_TURN, read_unread
from pages.notices.at_site import keep_who_is_waited_for
from pages.notices.readers import Everyone
from pages.notices.waiting import read, without_words
from pages.overview.late import keep_what_is_late
from pages.search.sources import SOURCES


@shared_task(name="pages.read_words")
def read_words() -> None:
    """Read the words of every row that the index has not."""
    while read_unread(SOURCES, most=IN_TURN):
        pass


@shared_task(name="pages.keep_what_waits")
def keep_what_waits() -> int:
    """Read once what waits for everybody, and keep what pages show of it: who is waited for at each site, and what is late in
    each programme. Return how many things are late. The number of queries does not grow with people or sites.
    """
    readers, now = Everyone(), timezone.now()
    notices = list(without_words(read(readers, now)))
    keep_who_is_waited_for(readers, notices, now)
    return keep_what_is_late(readers, notices, now)
