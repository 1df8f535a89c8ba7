"""Who is being waited for at one site, for those who run it: whose it is, since when, and when they were told.

It shows the sentences that may go by mail, never a title or words, and nothing of a case that the reader stepped out of.
What waits for everybody takes more queries than a page may, so a task reads it every few minutes and keeps it for each site.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache

from cases.models import Case
from members.models import User
from pages.notices.asked_for import read_at_once
from pages.notices.items import Notice
from pages.notices.models import Told
from pages.notices.readers import Readers
from sites_app.models import Site

KEPT_SECONDS = 3600  # many turns of the task, so that one that fails leaves the pages as they were
Who = tuple[str, str]  # a name, and who they are to the site


@dataclass(frozen=True)
class Waited:
    """One thing that is waited for, and when its person was told."""

    notice: Notice
    told_at: datetime | None
    times: int

    @property
    def has_own_mail(self) -> bool:
        """Whether another mail of Copsite tells of it."""
        return self.notice.kind.has_own_mail


@dataclass
class Person:
    """Somebody who is waited for, and for what, the longest first."""

    name: str
    role: str
    things: list[Waited] = field(default_factory=list)


@dataclass(frozen=True)
class WaitedFor:
    """Who was waited for at a site at a moment, whoever has kept others waiting longest first."""

    at: datetime
    people: list[Person]


def keep_who_is_waited_for(readers: Readers, notices: Iterable[Notice], now: datetime) -> None:
    """Keep for each site who is waited for, of the `notices` of everybody without their words, read at `now`.

    Commissioners are not named: the site knows that one is asked, and not who. Repeating keeps it anew.
    """
    found: dict[int, list[tuple[Notice, Who]]] = {pk: [] for pk in readers.sites}
    for notice in sorted(notices, key=lambda each: each.since):
        if notice.site_id in found and not notice.kind.is_news:
            who = _who(readers.people[notice.user_id], readers.sites[notice.site_id])
            found[notice.site_id].append((notice, who))
    cache.set_many({_name(pk): (now, rows) for pk, rows in found.items()}, KEPT_SECONDS)


def waited_for(site: Site, *, reader: User) -> WaitedFor | None:
    """Return who was waited for at `site` and for what when it was last read, or None if it was not read yet: then it is
    read at once.
    """
    kept = cache.get(_name(site.pk))
    if kept is None:
        if site.programme.is_running:
            read_at_once()
        return None
    at, rows = kept
    open_cases = set(Case.objects.visible_to(reader).filter(site=site).values_list("pk", flat=True))
    told = Told.objects.filter(user__in={notice.user_id for notice, _ in rows})
    told_of = {each.key: each for each in told}
    found: dict[Who, list[Waited]] = defaultdict(list)
    for notice, who in rows:
        if notice.case_id is None or notice.case_id in open_cases:
            found[who].append(_waited(notice, told_of.get(notice.key)))
    return WaitedFor(at, [Person(*who, things) for who, things in found.items()])


def _waited(notice: Notice, told: Told | None) -> Waited:
    is_told = told is not None and told.last_at >= notice.since
    return Waited(notice, told.last_at, told.times) if told and is_told else Waited(notice, None, 0)


def _who(user: User, site: Site) -> Who:
    """Return the name of a person and who they are to the site; a commissioner has no name there."""
    standing = user.standing
    if site.pk in standing.facilitates:
        return user.name, "Facilitator"
    if site.pk in standing.member_of:
        return user.name, "Member"
    if site.programme_id in standing.broker:
        return user.name, "Knowledge broker"
    if site.programme_id in standing.programme_team:
        return user.name, "Programme team"
    return "A commissioner", ""


def _name(site: int) -> str:
    return f"waited-for:{site}"
