"""The predicates from which every app's rules.py builds its permissions: who a user is to a row.

A row is a programme, a site, or anything with a `programme_id` or a `site_id`, as a field or as a property.
Every predicate is False without a row, and for a user without a role or membership, even for a superuser.
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
    """Return whether the Member row with this id is the user's own, at a site they have not left."""
    return member_id in standing_of(user).member_ids


def _lies_in(row, *, sites: frozenset[int], programmes: frozenset[int]) -> bool:
    """Return whether the site of `row` is one of `sites`, or its programme one of `programmes` where it has no site."""
    site = site_of(row)
    return site in sites if site is not None else programme_of(row) in programmes


# Roles in a programme. The row is a programme, a site, or belongs to either.


@rules.predicate
def is_on_the_team(user, row) -> bool:
    """Return whether the user is on the programme team of the row's programme."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.team_sites, programmes=standing.programme_team)


@rules.predicate
def is_broker(user, row) -> bool:
    """Return whether the user is a knowledge broker of the row's programme."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.broker_sites, programmes=standing.broker)


@rules.predicate
def is_adviser(user, row) -> bool:
    """Return whether the user is on the advisory group of the row's programme."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.adviser_sites, programmes=standing.adviser)


@rules.predicate
def commissions(user, row) -> bool:
    """Return whether the user is a commissioner of the row's site, or, for a programme, of any of its sites."""
    standing = standing_of(user)
    return _lies_in(row, sites=standing.commissioner_sites, programmes=standing.commissioner)


# Membership of a site. The row is a site or belongs to one; for a programme they are False.


@rules.predicate
def facilitates(user, row) -> bool:
    """Return whether the user facilitates the row's site today."""
    return site_of(row) in standing_of(user).facilitates


@rules.predicate
def is_member(user, row) -> bool:
    """Return whether the user is a member of the row's site who has not left."""
    return site_of(row) in standing_of(user).member_of


@rules.predicate
def is_of_site(user, row) -> bool:
    """Return whether the user is a member of the row's site who has not left, or its facilitator today."""
    return site_of(row) in standing_of(user).member_of | standing_of(user).facilitates


@rules.predicate
def reads_site(user, row) -> bool:
    """Return whether the user may read the confidential pages of the row's site: its members and facilitators,
    brokers, the team.
    """
    return site_of(row) in standing_of(user).reading_sites


@rules.predicate
def opens_site(user, row) -> bool:
    """Return whether the user may open the page of the row's site: those who read it, advisers, and its
    commissioners.
    """
    return site_of(row) in standing_of(user).sites


@rules.predicate
def is_on_some_team(user) -> bool:
    """Return whether the user is on the programme team of any programme."""
    return bool(standing_of(user).programme_team)


@rules.predicate
def reads_some_site(user) -> bool:
    """Return whether the user may read the confidential pages of any site."""
    return bool(standing_of(user).reading_sites)


# Any role or membership in a programme. The row is a programme, a site, or belongs to either.


@rules.predicate
def is_in_programme(user, row) -> bool:
    """Return whether the user has any role in the row's programme, or a membership at any of its sites."""
    return programme_of(row) in standing_of(user).programmes


@rules.predicate
def is_in_members_audience(user, row) -> bool:
    """Return whether the user reads what is for members of the row's programme: members, facilitators,
    advisers, brokers, the team.
    """
    return programme_of(row) in standing_of(user).member_programmes


@rules.predicate
def facilitates_in_programme(user, row) -> bool:
    """Return whether the user facilitates any site of the row's programme today."""
    standing = standing_of(user)
    return programme_of(row) in {standing.site_programmes[site] for site in standing.facilitates}


runs_site = facilitates | is_on_the_team  # its members, the dates of its meetings, its expenses
