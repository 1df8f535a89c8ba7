"""Who is being waited for at one site, for those who run it: whose it is, since when, and when they were told.

It shows the sentences that may go by mail, never a title or words, and nothing of a case that the reader stepped out of.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from cases.models import Case
from members.models import User
from pages.notices.items import Notice
from pages.notices.models import Told
from pages.notices.readers import Everyone
from pages.notices.waiting import read
from sites_app.models import Site


class AtSite(Everyone):
    """Everybody with an account, read for one site."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site

    @cached_property
    def sites(self) -> dict[int, Site]:
        """The site alone, if its programme is running."""
        found = Site.objects.filter(pk=self.site.pk, programme__ended_on__isnull=True).with_latest_state()
        return {site.pk: site for site in found.select_related("programme")}


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


def waited_for(site: Site, *, reader: User) -> list[Person]:
    """Return who is being waited for at `site` and for what, whoever has kept others waiting longest first.

    Commissioners are not named: the site knows that one is asked, and not who.
    """
    readers = AtSite(site)
    open_cases = set(Case.objects.visible_to(reader).filter(site=site).values_list("pk", flat=True))
    notices = [
        notice
        for notice in read(readers, timezone.now())
        if notice.site_id == site.pk
        and not notice.kind.is_news
        and (notice.case_id is None or notice.case_id in open_cases)
    ]
    told = {each.key: each for each in Told.objects.filter(user__in={notice.user_id for notice in notices})}
    found: dict[tuple[str, str], Person] = {}
    for notice in sorted(notices, key=lambda each: each.since):
        who = _who(readers.people[notice.user_id], site)
        row = told.get(notice.key)
        is_told = row is not None and row.last_at >= notice.since
        waited = Waited(notice, row.last_at if is_told else None, row.times if is_told else 0)
        found.setdefault(who, Person(*who)).things.append(waited)
    return list(found.values())


def _who(user: User, site: Site) -> tuple[str, str]:
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
