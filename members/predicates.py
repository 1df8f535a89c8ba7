"""Who somebody is to a row or a site: the predicates that every app puts its permissions together from."""

import rules

from members.standing import Standing


def place_of(user) -> Standing:
    """Where the person stands; nowhere, without an account."""
    return user.standing if user.is_authenticated else Standing()


@rules.predicate
def belongs_to_site(user, site):
    """A current member of the site, or its facilitator today."""
    return site is not None and site.pk in place_of(user).member_of | place_of(user).facilitates


@rules.predicate
def is_of_site(user, row):
    """A current member or the facilitator of the row's site."""
    return row is not None and row.site_id in place_of(user).member_of | place_of(user).facilitates


@rules.predicate
def facilitates(user, row):
    """Facilitates the row's site today."""
    return row is not None and row.site_id in place_of(user).facilitates


@rules.predicate
def reads_site(user, site):
    """Reads the confidential pages of the site."""
    return site is not None and site.pk in place_of(user).reading_sites


@rules.predicate
def facilitates_site(user, site):
    """Facilitates the site today."""
    return site is not None and site.pk in place_of(user).facilitates


@rules.predicate
def is_on_the_team(user, row):
    """On the programme team of the row's programme."""
    return row is not None and programme_of(row) in place_of(user).programme_team


@rules.predicate
def is_broker(user, row):
    """A knowledge broker of the row's programme."""
    return row is not None and programme_of(row) in place_of(user).broker


@rules.predicate
def reads_some_site(user):
    """Reads the confidential pages of some site."""
    return bool(place_of(user).reading_sites)


def programme_of(row) -> int:
    """The programme a row belongs to, by itself or by its site."""
    return row.programme_id if hasattr(row, "programme_id") else row.site.programme_id
