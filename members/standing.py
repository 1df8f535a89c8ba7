"""Where a person stands: every place they hold, read once a request. Rules and QuerySets ask this, and nothing else."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from sites_app.models import Site

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Standing:
    """The places of one person: programme ids by role, site ids by place. Empty for a superuser without a role."""

    programme_team: frozenset[int] = NONE  # programmes
    broker: frozenset[int] = NONE  # programmes
    adviser: frozenset[int] = NONE  # programmes
    commissioner: frozenset[int] = NONE  # programmes
    commissioner_sites: frozenset[int] = NONE  # sites they commission for
    facilitates: frozenset[int] = NONE  # sites, today
    member_of: frozenset[int] = NONE  # sites they have not left
    member_ids: frozenset[int] = NONE  # their own Member rows in those sites
    site_programmes: dict[int, int] = field(
        default_factory=dict
    )  # programme of each site of the programmes below
    own_sites: tuple["Site", ...] = ()  # where they are a member or facilitate: address, code and place

    @cached_property
    def programmes(self) -> frozenset[int]:
        """Programmes in which they hold any place."""
        of_sites = {self.site_programmes[site] for site in self.member_of | self.facilitates}
        return self.programme_team | self.broker | self.adviser | self.commissioner | of_sites

    @cached_property
    def member_programmes(self) -> frozenset[int]:
        """Programmes whose members' audience they belong to: members, facilitators, advisers, brokers, the team."""
        of_sites = {self.site_programmes[site] for site in self.member_of | self.facilitates}
        return self.programme_team | self.broker | self.adviser | of_sites

    def sites_of(self, programmes: frozenset[int]) -> frozenset[int]:
        """All sites of `programmes`."""
        return frozenset(site for site, programme in self.site_programmes.items() if programme in programmes)

    @cached_property
    def team_sites(self) -> frozenset[int]:
        """Sites of the programmes they are on the programme team of."""
        return self.sites_of(self.programme_team)

    @cached_property
    def broker_sites(self) -> frozenset[int]:
        """Sites of the programmes they broker knowledge for."""
        return self.sites_of(self.broker)

    @cached_property
    def adviser_sites(self) -> frozenset[int]:
        """Sites of the programmes they advise."""
        return self.sites_of(self.adviser)

    @cached_property
    def reading_sites(self) -> frozenset[int]:
        """Sites whose confidential pages they may read: members, facilitators, brokers, the programme team."""
        return self.member_of | self.facilitates | self.broker_sites | self.team_sites

    @cached_property
    def sites(self) -> frozenset[int]:
        """Sites whose page they may open: those they read, and for advisers and commissioners the totals of theirs."""
        return self.reading_sites | self.commissioner_sites | self.adviser_sites


def standing_of(user) -> Standing:
    """Read the standing of `user` from roles, membership and facilitation as they are today. Four queries at most."""
    from members.models import Facilitation, Member, Role
    from sites_app.models import Site

    today = timezone.localdate()
    kinds: dict[str, set[int]] = {}
    commissioner_sites: set[int] = set()
    roles = Role.objects.current().filter(user=user).values_list("kind", "programme_id", "sites")
    for kind, programme, site in roles:  # one row per site; None where a role names no sites
        kinds.setdefault(kind, set()).add(programme)
        if kind == Role.Kind.COMMISSIONER and site is not None:
            commissioner_sites.add(site)
    memberships = list(Member.objects.current().filter(user=user).values_list("pk", "site_id"))
    facilitates = set(
        Facilitation.objects.filter(member__user=user, started_on__lte=today)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))
        .values_list("member__site_id", flat=True)
    )
    member_of = {site for _, site in memberships}
    programmes = set().union(*kinds.values()) if kinds else set()
    sites = list(
        Site.objects.filter(Q(programme__in=programmes) | Q(pk__in=member_of | facilitates)).only(
            "pk", "programme_id", "slug", "code", "place"
        )
    )
    return Standing(
        programme_team=frozenset(kinds.get(Role.Kind.PROGRAMME_TEAM, ())),
        broker=frozenset(kinds.get(Role.Kind.KNOWLEDGE_BROKER, ())),
        adviser=frozenset(kinds.get(Role.Kind.ADVISER, ())),
        commissioner=frozenset(kinds.get(Role.Kind.COMMISSIONER, ())),
        commissioner_sites=frozenset(commissioner_sites),
        facilitates=frozenset(facilitates),
        member_of=frozenset(member_of),
        member_ids=frozenset(pk for pk, _ in memberships),
        site_programmes={site.pk: site.programme_id for site in sites},
        own_sites=tuple(site for site in sites if site.pk in member_of | facilitates),
    )
