"""What is late in a programme, where and whose it is: a view of the table of what waits for each person.

Reading the table for everybody takes more queries than a page may, so a task reads it every few minutes and keeps what is
late in the cache. The page and the home page of the programme team show that, and when it was read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from cases.models import SteppedOut
from kit.words import listed, name_key
from members.models import User
from pages.notices.asked_for import read_at_once
from pages.notices.items import Notice
from pages.notices.readers import Readers
from sites_app.models import Programme

PATIENCE = timedelta(days=14)  # what has no last day is late after this
KEPT_SECONDS = 3600  # many turns of the task, so that one that fails leaves the page as it was
MOST_NAMES = 2


class Place(NamedTuple):
    """A site: its address and what it is called."""

    slug: str
    name: str


class Person(NamedTuple):
    """Somebody with an account."""

    pk: int
    name: str


@dataclass(frozen=True)
class LateThing:
    """One thing that is late. `people` are those it waits for: any of them can do it."""

    kind: str  # its key
    sentence: str  # as they are told it, without a case's title or words
    url: str  # where they do it
    place: Place | None
    since: datetime
    by: date | None
    people: tuple[Person, ...]
    case_id: int | None = None  # the case that it is about

    @property
    def whose(self) -> str:
        """Whom it waits for, in words: two names, and how many others."""
        names = [person.name for person in self.people]
        if len(names) > MOST_NAMES + 1:
            names = [*names[:MOST_NAMES], f"{len(names) - MOST_NAMES} others"]
        return listed(names)


@dataclass(frozen=True)
class Late:
    """What was late in a programme at a moment, the longest waiting first."""

    at: datetime
    things: tuple[LateThing, ...] = ()

    @property
    def by_site(self) -> list[tuple[Place, int]]:
        """How many things are late at each site, most first."""
        return Counter(thing.place for thing in self.things if thing.place).most_common()

    @property
    def by_person(self) -> list[tuple[Person, int]]:
        """For how many things each person is waited for, most first."""
        return Counter(person for thing in self.things for person in thing.people).most_common()


def keep_what_is_late(readers: Readers, notices: Iterable[Notice], now: datetime) -> int:
    """Keep what is late in every running programme, of the `notices` of everybody read at `now`. Return how many things are.

    Repeating keeps it anew.
    """
    found = late_of(notices, readers, now)
    for pk in Programme.objects.running().values_list("pk", flat=True):
        cache.set(_name(pk), Late(now, tuple(found.get(pk, ()))), KEPT_SECONDS)
    return sum(map(len, found.values()))


def late_in(programme: Programme, *, reader: User) -> Late | None:
    """Return what is late in `programme` as it was last read, or None if it was not read yet: then it is read at once. Nothing
    of a case that the `reader` stepped out of is in it, as everywhere.
    """
    late = cache.get(_name(programme.pk))
    if late is None and programme.is_running:
        read_at_once()
    if late is None or not any(thing.case_id for thing in late.things):
        return late
    closed = set(SteppedOut.objects.filter(member__user=reader).values_list("case", flat=True))
    return Late(late.at, tuple(thing for thing in late.things if thing.case_id not in closed))


def late_of(notices: Iterable[Notice], readers: Readers, now: datetime) -> dict[int, list[LateThing]]:
    """Return what is late at the moment `now`, of the `notices` of everybody, by the id of the programme."""
    of_thing: dict[tuple[int, str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        programme = _programme_of(notice, readers)
        if programme is not None and is_late(notice, now):
            of_thing[programme, notice.kind.key, notice.thing].append(notice)
    late: dict[int, list[LateThing]] = defaultdict(list)
    for (programme, *_), of_one in of_thing.items():
        late[programme].append(_thing(of_one, readers))
    return {
        pk: sorted(things, key=lambda thing: (thing.since, thing.sentence)) for pk, things in late.items()
    }


def is_late(notice: Notice, now: datetime) -> bool:
    """Return whether its last day is over or, where it has none, it has waited for two weeks. News is never late."""
    if notice.kind.is_news:
        return False
    if notice.by is not None:
        return notice.by < timezone.localdate(now)
    return notice.since <= now - PATIENCE


def _programme_of(notice: Notice, readers: Readers) -> int | None:
    """Return the programme of its site; without a site, that of a person who is in no other."""
    if notice.site_id is not None:
        site = readers.sites.get(notice.site_id)
        return site.programme_id if site else None
    programmes = readers.people[notice.user_id].standing.programmes
    return next(iter(programmes)) if len(programmes) == 1 else None


def _thing(notices: list[Notice], readers: Readers) -> LateThing:
    first = min(notices, key=lambda notice: notice.since)
    site = readers.sites.get(first.site_id) if first.site_id is not None else None
    people = {Person(notice.user_id, readers.people[notice.user_id].name) for notice in notices}
    return LateThing(
        kind=first.kind.key,
        sentence=first.sentence,
        url=first.url,
        place=Place(site.slug, str(site)) if site else None,
        since=first.since,
        by=first.by,
        case_id=first.case_id,
        people=tuple(sorted(people, key=lambda person: (name_key(person.name), person.pk))),
    )


def narrowed(things: Iterable[LateThing], *, place: Place | None, person: Person | None) -> list[LateThing]:
    """Return those of `things` at `place` and for `person`, where these are given."""
    return [
        thing
        for thing in things
        if place in (None, thing.place) and (person is None or person in thing.people)
    ]


def _name(programme: int) -> str:
    return f"late:{programme}"
