"""Known names: the names that count as identifiers in texts about a site."""

from collections import Counter
from dataclasses import replace

from django.utils import timezone

from kit.privacy.identifiers import IdentifierKind, Suspicion, find_identifiers
from members.models import Member
from sites_app.models import Site

# First names and surnames that are ordinary words. Marking them would mark half of every text.
ORDINARY_WORDS = frozenset(
    [
        "april",
        "art",
        "august",
        "baker",
        "bell",
        "best",
        "bill",
        "bishop",
        "black",
        "brown",
        "bush",
        "carpenter",
        "case",
        "chance",
        "christian",
        "church",
        "cook",
        "cross",
        "day",
        "dean",
        "drew",
        "faith",
        "field",
        "fisher",
        "fox",
        "frank",
        "friend",
        "frost",
        "grace",
        "gray",
        "green",
        "grey",
        "grant",
        "hall",
        "hand",
        "hart",
        "hill",
        "holiday",
        "home",
        "hope",
        "house",
        "hunt",
        "hunter",
        "joy",
        "june",
        "king",
        "lane",
        "little",
        "long",
        "love",
        "mark",
        "mason",
        "may",
        "miles",
        "mill",
        "moon",
        "moore",
        "new",
        "nice",
        "north",
        "page",
        "park",
        "parker",
        "parks",
        "penny",
        "pope",
        "price",
        "prior",
        "ray",
        "reed",
        "rich",
        "rivers",
        "rose",
        "rush",
        "sandy",
        "short",
        "small",
        "south",
        "spring",
        "stone",
        "street",
        "summer",
        "sun",
        "swift",
        "walker",
        "ward",
        "wells",
        "west",
        "white",
        "will",
        "winter",
        "wood",
        "woods",
        "young",
    ]
)


def _identifying_parts(name: str) -> set[str]:
    """Return the first names and surnames of `name` that identify somebody by themselves."""
    return {part for part in name.split() if len(part) > 2 and part.lower() not in ORDINARY_WORDS}


class IdentifierFinder:
    """Finds identifiers in texts about one site. The known names of the site are read once."""

    def __init__(self, site: Site | None):
        self.site = site
        self.roles: set[str] = set()  # disciplines of one person only, which identify them
        names: set[str] = set()
        if site is not None:
            today = timezone.localdate()
            members = list(Member.objects.filter(site=site).select_related("discipline"))
            held = Counter(
                member.discipline.name
                for member in members
                if member.joined_on <= today and (member.left_on is None or member.left_on > today)
            )
            sole = {name for name, holders in held.items() if holders == 1}
            self.roles = {name.lower() for name in sole}
            names = {site.place, site.host.name, *sole}
            for member in members:
                names |= {member.name, *_identifying_parts(member.name)}
        self.names = tuple(sorted(names, key=lambda name: (-len(name), name)))

    def find(self, text: str) -> list[Suspicion]:
        """Return the passages of `text` that may identify somebody, in order."""
        return [self._explained(suspicion) for suspicion in find_identifiers(text, names=self.names)]

    def _explained(self, suspicion: Suspicion) -> Suspicion:
        if suspicion.passage.lower() in self.roles:
            return replace(
                suspicion,
                kind=IdentifierKind.ONLY_ONE,
                why=f"One person at {self.site} has this role, so the role identifies them.",
            )
        return suspicion
