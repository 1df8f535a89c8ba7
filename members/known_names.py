"""Known names: the names that count as identifiers in texts about a site."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from django.utils import timezone

from kit.fold import fold
from kit.privacy.identifiers import Flag, IdentifierKind
from kit.privacy.names import NameFinder
from members.models import KeptWord, Member
from members.models.kept_words import digest_of
from sites_app.models import Site


class IdentifierFinder(NameFinder):
    """Finds identifiers in texts about one site. The known names of the site are read once, and the words that are kept
    there once one is asked for.
    """

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

    @cached_property
    def kept_reasons(self) -> dict[str, str]:
        """The reasons for which words are kept at the site, by the digest of the word."""
        return dict(KeptWord.objects.filter(site=self.site).values_list("digest", "reason"))

    def kept(self, kind: str, passage: str) -> str:
        """Return the reason for which a passage is kept at the site, in words, or "" where it is open.

        The name of somebody known at the site is open again where it was kept as that of nobody known.
        """
        if self.site is None or not self.kept_reasons:
            return ""
        reason = self.kept_reasons.get(digest_of(self.site.pk, passage, kind))
        if reason is None or not self.can_keep(passage, reason):
            return ""
        return KeptWord.Reason(reason).label

    def can_keep(self, passage: str, reason: str) -> bool:
        """Return whether `passage` can be kept for `reason`: the name of somebody known here is that of a person, and of
        no public figure.
        """
        return reason not in KeptWord.NOT_OF_SOMEBODY_KNOWN or not self.names_somebody(passage)

    def flags(self, text: str) -> list[Flag]:
        """Return the passages of `text` that may identify somebody, in order, those that are quiet among them."""
        return [self._explained(flag, text) for flag in super().flags(text)]

    def _explained(self, flag: Flag, text: str) -> Flag:
        sector = self.roles.get(fold(text[flag.start : flag.end]))
        if sector is None:
            return flag
        return replace(
            flag,
            kind=IdentifierKind.ONLY_ONE,
            reason=f"One person at {self.site} has this role, so the role identifies them.",
            suggestion=f"Write the sector instead: “{sector}”.",
        )


def finders_of(sites: Iterable[Site]) -> dict[int, IdentifierFinder]:
    """Return the finder of each of `sites` by the site's id, all read in one query."""
    by_id = {site.pk: site for site in sites}
    members: dict[int, list[Member]] = {pk: [] for pk in by_id}
    for member in _members_of(by_id.values()):
        members[member.site_id].append(member)
    finders = {pk: IdentifierFinder(site, members[pk]) for pk, site in by_id.items()}
    _read_kept_words(finders)
    return finders


def _read_kept_words(finders: dict[int, IdentifierFinder]) -> None:
    for finder in finders.values():
        finder.kept_reasons = {}
    for row in KeptWord.objects.filter(site__in=finders):
        finders[row.site_id].kept_reasons[row.digest] = row.reason


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
