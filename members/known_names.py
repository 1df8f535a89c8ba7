"""Known names: the names that count as identifiers in texts about a site."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from kit.fold import fold
from kit.privacy.identifiers import IdentifierKind, Suspicion
from kit.privacy.names import NameFinder
from kit.words import lower_first
from members.models import Member
from sites_app.models import Site


class IdentifierFinder(NameFinder):
    """Finds identifiers in texts about one site. The known names of the site are read once."""

    def __init__(self, site: Site | None, members: Iterable[Member] | None = None):
        self.site = site
        if site is None:
            self.roles: dict[str, str] = {}
            super().__init__()
            return
        members = list(_members_of([site]) if members is None else members)
        sole = _held_by_one(members)
        self.roles = {
            fold(name): sector for name, sector in sole.items()
        }  # of one person only, with their sectors
        names = [
            name for each in members for name in (each.name, *(past.name for past in each.past_names.all()))
        ]
        super().__init__(names, others={site.place, site.host.name, *sole})

    def find(self, text: str) -> list[Suspicion]:
        """Return the passages of `text` that may identify somebody, in order."""
        return [self._explained(suspicion) for suspicion in super().find(text)]

    def _explained(self, suspicion: Suspicion) -> Suspicion:
        sector = self.roles.get(fold(suspicion.passage))
        if sector is None:
            return suspicion
        return replace(
            suspicion,
            kind=IdentifierKind.ONLY_ONE,
            why=f"One person at {self.site} has this role, so the role identifies them. "
            f"Write “somebody from {lower_first(sector)}” instead.",
        )


def finders_of(sites: Iterable[Site]) -> dict[int, IdentifierFinder]:
    """Return the finder of each of `sites` by the site's id, all read in one query."""
    by_id = {site.pk: site for site in sites}
    members: dict[int, list[Member]] = {pk: [] for pk in by_id}
    for member in _members_of(by_id.values()):
        members[member.site_id].append(member)
    return {pk: IdentifierFinder(site, members[pk]) for pk, site in by_id.items()}


def _members_of(sites: Iterable[Site]):
    members = Member.objects.filter(site__in=sites).select_related("discipline__sector")
    return members.prefetch_related("past_names")


def _held_by_one(members: list[Member]) -> dict[str, str]:
    """Return the names of the disciplines that one person holds today, each with its sector."""
    today = timezone.localdate()
    here = [
        each for each in members if each.joined_on <= today and not (each.left_on and each.left_on <= today)
    ]
    held = Counter(each.discipline.name for each in here if each.discipline)
    sectors = {each.discipline.name: each.discipline.sector.name for each in members if each.discipline}
    return {name: sectors[name] for name, holders in held.items() if holders == 1}
