"""A person's standing: their roles, memberships and sites, read once a request. Rules and QuerySets use only this."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from kit.prepared import Prepared
from members.models.members import Facilitation, Member, is_here_on
from members.models.roles import Role
from sites_app.models import Site

NONE: frozenset[int] = frozenset()
ASKED_FOR_SECOND_STEP = {Role.Kind.PROGRAMME_TEAM, Role.Kind.KNOWLEDGE_BROKER}  # and facilitators


@dataclass(frozen=True)
class Standing:
    """The roles and memberships of one person, as ids of programmes and sites. Empty for a superuser without a role."""

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
    asked_by: frozenset[int] = NONE  # running programmes that ask them for a second step when signing in
    own_sites: tuple[Site, ...] = ()  # where they are a member or facilitate: address, code and place

    prepared_parts: ClassVar = (
        "programme_team", "broker", "adviser", "commissioner", "commissioner_sites", "facilitates", "member_of",
        "member_ids", "programmes", "member_programmes", "team_sites", "broker_sites", "adviser_sites",
        "reading_sites", "sites",
    )  # fmt: skip  # what a prepared query may make something of

    @cached_property
    def programmes(self) -> frozenset[int]:
        """Return the programmes in which they have any role or membership."""
        of_sites = {self.site_programmes[site] for site in self.member_of | self.facilitates}
        return self.programme_team | self.broker | self.adviser | self.commissioner | of_sites

    @cached_property
    def member_programmes(self) -> frozenset[int]:
        """Return the programmes whose members' audience they belong to: members, facilitators, advisers,
        brokers, the team.
        """
        of_sites = {self.site_programmes[site] for site in self.member_of | self.facilitates}
        return self.programme_team | self.broker | self.adviser | of_sites

    def sites_of(self, programmes: frozenset[int]) -> frozenset[int]:
        """Return all sites of `programmes`."""
        return frozenset(site for site, programme in self.site_programmes.items() if programme in programmes)

    @cached_property
    def team_sites(self) -> frozenset[int]:
        """Return the sites of the programmes whose team they are on."""
        return self.sites_of(self.programme_team)

    @cached_property
    def broker_sites(self) -> frozenset[int]:
        """Return the sites of the programmes in which they are a knowledge broker."""
        return self.sites_of(self.broker)

    @cached_property
    def adviser_sites(self) -> frozenset[int]:
        """Return the sites of the programmes that they advise."""
        return self.sites_of(self.adviser)

    @cached_property
    def reading_sites(self) -> frozenset[int]:
        """Return the sites whose confidential pages they may read: as member, facilitator, broker or on the
        programme team.
        """
        return self.member_of | self.facilitates | self.broker_sites | self.team_sites

    @cached_property
    def sites(self) -> frozenset[int]:
        """Return the sites whose page they may open: those they read, and those whose totals they see as
        adviser or commissioner.
        """
        return self.reading_sites | self.commissioner_sites | self.adviser_sites


def _is_asking(programme: str) -> ExpressionWrapper:
    """Return whether the programme at the path `programme` asks for a second step when signing in, which none does that
    has ended.
    """
    asks = Q(**{f"{programme}__asks_second_step": True, f"{programme}__ended_on__isnull": True})
    return ExpressionWrapper(asks, output_field=BooleanField())


def _roles_held(user: int, today: date) -> QuerySet:
    """Return the roles of the account: a row for each site that a role names, or None, with each site of its programme."""
    return (
        Role.objects.on(today)
        .filter(user=user)
        .values_list("kind", "programme_id", "sites", "programme__sites", _is_asking("programme"))
    )


def _places_held(user: int, today: date) -> QuerySet:
    """Return the memberships of the account, present or not, with their sites in the order of the menu."""
    return (
        Member.objects.filter(user=user)
        .annotate(
            is_member=is_here_on(today),
            is_facilitator=Exists(Facilitation.objects.on(today).filter(member=OuterRef("pk"))),
        )
        .order_by("site__programme", "site__code")
        .values_list(
            "pk",
            "is_member",
            "is_facilitator",
            _is_asking("site__programme"),
            *(f"site__{column}" for column in SITE_COLUMNS),
        )
    )


SITE_COLUMNS = [field.attname for field in Site._meta.concrete_fields]
ROLES_HELD = Prepared(_roles_held)
PLACES_HELD = Prepared(_places_held)


def read_standing(user) -> Standing:
    """Return the standing of `user` from roles, membership and facilitation as they are today, in two queries."""
    today = timezone.localdate()
    kinds, commissioner_sites, site_programmes, asked_by = _read_roles(user.pk, today)
    own_sites: dict[int, Site] = {}
    facilitates, member_of, member_ids = set(), set(), set()
    for member, is_member, is_facilitator, is_asking, *columns in PLACES_HELD.read(user=user.pk, today=today):
        if not (is_member or is_facilitator):
            continue
        site = Site.from_db(DEFAULT_DB_ALIAS, SITE_COLUMNS, columns)
        own_sites[site.pk] = site
        if is_facilitator:
            facilitates.add(site.pk)
            if is_asking:
                asked_by.add(site.programme_id)
        if is_member:
            member_of.add(site.pk)
            member_ids.add(member)
    return Standing(
        programme_team=frozenset(kinds.get(Role.Kind.PROGRAMME_TEAM, ())),
        broker=frozenset(kinds.get(Role.Kind.KNOWLEDGE_BROKER, ())),
        adviser=frozenset(kinds.get(Role.Kind.ADVISER, ())),
        commissioner=frozenset(kinds.get(Role.Kind.COMMISSIONER, ())),
        commissioner_sites=frozenset(commissioner_sites),
        facilitates=frozenset(facilitates),
        member_of=frozenset(member_of),
        member_ids=frozenset(member_ids),
        site_programmes=site_programmes | {pk: site.programme_id for pk, site in own_sites.items()},
        asked_by=frozenset(asked_by),
        own_sites=tuple(own_sites.values()),
    )


def _read_roles(user: int, today: date) -> tuple[dict[str, set[int]], set[int], dict[int, int], set[int]]:
    """Return programme ids by kind of role, the ids of sites they commission for, the programme of each site, and the
    programmes that ask them for a second step because of a role.
    """
    asked_by: set[int] = set()
    kinds: dict[str, set[int]] = {}
    commissioner_sites: set[int] = set()
    site_programmes: dict[int, int] = {}
    for kind, programme, site, of_programme, is_asking in ROLES_HELD.read(user=user, today=today):
        if is_asking and kind in ASKED_FOR_SECOND_STEP:
            asked_by.add(programme)
        kinds.setdefault(kind, set()).add(programme)
        if of_programme is not None:
            site_programmes[of_programme] = programme
        if kind == Role.Kind.COMMISSIONER and site is not None:
            commissioner_sites.add(site)
    return kinds, commissioner_sites, site_programmes, asked_by


def read_standings() -> dict[int, Standing]:
    """Return the standing of everybody who has a role or membership today, by the id of the account, in four queries.

    Each is what `read_standing` returns, except that `own_sites` and `asked_by` are empty: they are for signing in and
    for the frame of pages.
    """
    sites: dict[int, frozenset[int]] = defaultdict(frozenset)
    programme_of = dict(Site.objects.order_by("pk").values_list("pk", "programme"))
    for site, programme in programme_of.items():
        sites[programme] |= {site}
    kinds, commissioned = _read_all_roles()
    places = _read_all_places()
    found = {}
    for user in kinds.keys() | places.keys():
        held = kinds.get(user, {})
        facilitates, member_of, member_ids = places.get(user, (NONE, NONE, NONE))
        of_roles = frozenset().union(*held.values()) if held else NONE
        reached = {site for programme in of_roles for site in sites[programme]} | facilitates | member_of
        found[user] = Standing(
            programme_team=frozenset(held.get(Role.Kind.PROGRAMME_TEAM, ())),
            broker=frozenset(held.get(Role.Kind.KNOWLEDGE_BROKER, ())),
            adviser=frozenset(held.get(Role.Kind.ADVISER, ())),
            commissioner=frozenset(held.get(Role.Kind.COMMISSIONER, ())),
            commissioner_sites=frozenset(commissioned.get(user, ())),
            facilitates=frozenset(facilitates),
            member_of=frozenset(member_of),
            member_ids=frozenset(member_ids),
            site_programmes={site: programme_of[site] for site in reached},
        )
    return found


def _read_all_roles() -> tuple[dict[int, dict[str, set[int]]], dict[int, set[int]]]:
    """Return the programmes by account and kind of role, and the sites that each account commissions for."""
    kinds: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    commissioned: dict[int, set[int]] = defaultdict(set)
    for user, kind, programme, site in Role.objects.current().values_list(
        "user", "kind", "programme", "sites"
    ):
        kinds[user][kind].add(programme)
        if kind == Role.Kind.COMMISSIONER and site is not None:
            commissioned[user].add(site)
    return kinds, commissioned


def _read_all_places() -> dict[int, tuple[set[int], set[int], set[int]]]:
    """Return for each account the sites that it facilitates, those that it is a member of, and its memberships."""
    today = timezone.localdate()
    facilitating = set(Facilitation.objects.on(today).values_list("member", flat=True))
    found: dict[int, tuple[set[int], set[int], set[int]]] = defaultdict(lambda: (set(), set(), set()))
    for member, user, site in (
        Member.objects.on(today).filter(user__isnull=False).order_by("pk").values_list("pk", "user", "site")
    ):
        facilitates, member_of, member_ids = found[user]
        member_of.add(site)
        member_ids.add(member)
        if member in facilitating:
            facilitates.add(site)
    return found
