"""What waits for one person, and what waits for everyone."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from kit.prepared import Prepared
from kit.queries import ShortList, listed_together, lists_in
from members.models import User
from pages.notices.items import Notice
from pages.notices.kinds import KINDS
from pages.notices.readers import Everyone, One, Readers
from pages.notices.sources import SOURCES


def waiting_for(user: User) -> list[Notice]:
    """Return what waits for `user` and what is news to them, in the order of their page.

    First what has a last day, in the order of these days, then what others depend on.
    """
    return in_order(read(One(user), timezone.now()))


def waiting_for_everyone(now: datetime) -> Iterator[Notice]:
    """Return what waits for everybody with an account, and what is news to them, in no order.

    The number of queries is the same however many people and sites there are. `now` is the moment that it is read at.
    The words for a page are left out: nothing here has a title or the words of a case.
    """
    return without_words(read(Everyone(), now))


def without_words(notices: Iterable[Notice]) -> Iterator[Notice]:
    """Return `notices` with the sentence that may go by mail alone: no title and no words of a case."""
    return (replace(notice, label="", why="", aside="") for notice in notices)


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the notices of all sources, each person, kind and thing once."""
    seen = set()
    if readers.reader is None:
        readers.short = {name: each.read() for name, each in asks(readers, now).items()}
    else:
        readers.short = lists_in(*SHORT_LISTS.read(readers=readers, now=now))
    for source in SOURCES:
        for notice in source.read(readers, now):
            if notice.key not in seen:
                seen.add(notice.key)
                yield notice


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the short lists of all sources, by their names."""
    return {name: each for source in SOURCES for name, each in source.asks(readers, now).items()}


def _listed(readers: Readers, now: datetime) -> QuerySet:
    assert readers.reader is not None
    return listed_together(asks(readers, now), beside=User.objects.filter(pk=readers.reader.pk))


SHORT_LISTS = Prepared(_listed)  # all of one person in one row


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    """Return `notices` in the order of a page."""
    places = {key: place for place, key in enumerate(KINDS)}
    return sorted(notices, key=lambda each: (each.until, each.kind.is_news, places[each.kind.key]))
