"""Who somebody is to a row: the predicates that every app's rules.py puts its permissions together from.

A row is a programme, a site, or anything with a `programme_id` or a `site_id`, as a field or as a property. Somebody
without a role or a place, a superuser among them, gets a no from every predicate, and so does everybody without a row.
"""

import rules

from members.standing import Standing
from sites_app.models import Programme, Site

NOWHERE = Standing()


def standing_of(user) -> Standing:
    """Return the places that the person holds; none without an account."""
    return user.standing if user.is_authenticated else NOWHERE


def site_of(row) -> int | None:
    """Return the id of the site that `row` is or belongs to; None for a programme and what belongs to no site."""
    return row.pk if isinstance(row, Site) else getattr(row, "site_id", None)


def programme_of(row) -> int | None:
    """Return the id of the programme that `row` is or belongs to, by its site where it does not say itself."""
    if isinstance(row, Programme):
        return row.pk
    if (programme := getattr(row, "programme_id", None)) is not None:
        return programme
    site = getattr(row, "site", None)
    return site.programme_id if site is not None else None


def has_seat(user, member_id: int | None) -> bool:
    """Whether the Member row with this id is the person's own, at a site they have not left."""
    return member_id in standing_of(user).member_ids


def _lies_in(row, *, sites: frozenset[int], programmes: frozenset[int]) -> bool:
    """Whether the site of `row` is one of `sites`, or its programme one of `programmes` where it has no site."""
    site = site_of(row)
    return site in sites if site is not None else programme_of(row) in programmes


# Roles in a programme. Asked of a programme, a site, or a row of either.


@rules.predicate
def is_on_the_team(user, row) -> bool:
    """On the programme team of the row's programme."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.team_sites, programmes=standing.programme_team)


@rules.predicate
def is_broker(user, row) -> bool:
    """A knowledge broker of the row's programme."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.broker_sites, programmes=standing.broker)


@rules.predicate
def is_adviser(user, row) -> bool:
    """On the advisory group of the row's programme."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.adviser_sites, programmes=standing.adviser)


@rules.predicate
def commissions(user, row) -> bool:
    """A commissioner or senior manager of the row's very site; of a programme: of any of its sites."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.commissioner_sites, programmes=standing.commissioner)


# Places at a site. Asked of a site or a row of one; of a programme they say no.


@rules.predicate
def facilitates(user, row) -> bool:
    """Facilitates the row's site today."""
    return site_of(row) in standing_of(user).facilitates


@rules.predicate
def is_member(user, row) -> bool:
    """A member of the row's site who has not left."""
    return site_of(row) in standing_of(user).member_of


@rules.predicate
def is_of_site(user, row) -> bool:
    """A member of the row's site who has not left, or its facilitator today."""
    return site_of(row) in standing_of(user).member_of | standing_of(user).facilitates


@rules.predicate
def reads_site(user, row) -> bool:
    """Reads the confidential pages of the row's site: its members, facilitators, brokers, the programme team."""
    return site_of(row) in standing_of(user).reading_sites


@rules.predicate
def opens_site(user, row) -> bool:
    """Opens the page of the row's site: those who read it, advisers, and its commissioners, who see totals."""
    return site_of(row) in standing_of(user).sites


@rules.predicate
def reads_some_site(user) -> bool:
    """Reads the confidential pages of some site."""
    return bool(standing_of(user).reading_sites)


# Belonging to a programme by any place in it. Asked of a programme, a site, or a row of either.


@rules.predicate
def is_in_programme(user, row) -> bool:
    """Has any role in the row's programme, or a place at any of its sites."""
    return programme_of(row) in standing_of(user).programmes


@rules.predicate
def is_in_members_audience(user, row) -> bool:
    """Reads what is for members of the row's programme: members, facilitators, advisers, brokers, the team."""
    return programme_of(row) in standing_of(user).member_programmes


@rules.predicate
def facilitates_in_programme(user, row) -> bool:
    """Facilitates some site of the row's programme today."""
    standing = standing_of(user)
    return programme_of(row) in {standing.site_programmes[site] for site in standing.facilitates}


runs_site = facilitates | is_on_the_team  # its members, the frame of its meetings, its money
