"""Who may do what with programmes and sites. The predicates here read `user.standing` alone; every app builds on them.

A row is a Programme, a Site, or anything with a `site`, a `programme` or a `member`. Someone without a role or a place,
a superuser among them, gets no from all of them.
"""

import rules

from sites_app.models import Programme, Site


def site_id_of(row) -> int | None:
    """The id of the site that `row` is, or belongs to; None where it belongs to none."""
    if isinstance(row, Site):
        return row.pk
    if isinstance(row, Programme) or row is None:
        return None
    if hasattr(row, "site_id"):
        return row.site_id
    if getattr(row, "member", None) is not None:
        return row.member.site_id
    site = getattr(row, "site", None)
    return site.pk if site is not None else None


def programme_id_of(row) -> int | None:
    """The id of the programme that `row` is, or belongs to; None where only its site tells."""
    if isinstance(row, Programme):
        return row.pk
    return getattr(row, "programme_id", None)


def _holds(user, row, *, programmes: str, sites: str) -> bool:
    """Whether `row` lies in the sets of programmes and sites that the standing of `user` has under these names."""
    if not user.is_authenticated or row is None:
        return False
    site = site_id_of(row)
    if site is not None:
        return site in getattr(user.standing, sites)
    return programme_id_of(row) in getattr(user.standing, programmes)


@rules.predicate
def is_programme_team(user, row) -> bool:
    """On the programme team of this programme, or of the programme of this site."""
    return _holds(user, row, programmes="programme_team", sites="team_sites")


@rules.predicate
def is_broker(user, row) -> bool:
    """A knowledge broker of this programme, or of the programme of this site."""
    return _holds(user, row, programmes="broker", sites="broker_sites")


@rules.predicate
def is_adviser(user, row) -> bool:
    """On the advisory group of this programme, or of the programme of this site."""
    return _holds(user, row, programmes="adviser", sites="adviser_sites")


@rules.predicate
def is_commissioner_of(user, row) -> bool:
    """A commissioner or senior manager of this very site; for a programme: of any of its sites."""
    return _holds(user, row, programmes="commissioner", sites="commissioner_sites")


@rules.predicate
def facilitates_site(user, row) -> bool:
    """Facilitates this site today. For a programme: no."""
    return user.is_authenticated and row is not None and site_id_of(row) in user.standing.facilitates


@rules.predicate
def is_member_of_site(user, row) -> bool:
    """A member of this site who has not left. For a programme: no."""
    return user.is_authenticated and row is not None and site_id_of(row) in user.standing.member_of


@rules.predicate
def reads_site(user, row) -> bool:
    """Reads the confidential pages of this site: members, facilitators, brokers, the programme team."""
    return user.is_authenticated and row is not None and site_id_of(row) in user.standing.reading_sites


@rules.predicate
def opens_site(user, row) -> bool:
    """Opens the page of this site: those who read it, advisers, and its commissioners, who see totals."""
    return user.is_authenticated and row is not None and site_id_of(row) in user.standing.sites


def _programme_of(row) -> int | None:
    """The id of the programme of `row`, by its site where it does not say itself."""
    if (programme := programme_id_of(row)) is not None:
        return programme
    if getattr(row, "member", None) is not None:
        row = row.member
    site = getattr(row, "site", None)
    return site.programme_id if site is not None else None


@rules.predicate
def has_place_in_programme(user, row) -> bool:
    """Has any role or place in this programme, or the programme of this site."""
    return user.is_authenticated and row is not None and _programme_of(row) in user.standing.programmes


@rules.predicate
def is_in_members_audience(user, row) -> bool:
    """Belongs to the members' audience of the programme: members of any site, facilitators, advisers, brokers, the team."""
    return user.is_authenticated and row is not None and _programme_of(row) in user.standing.member_programmes


@rules.predicate
def facilitates_in_programme(user, row) -> bool:
    """Facilitates some site of this programme today."""
    if not user.is_authenticated or row is None:
        return False
    programme = _programme_of(row)
    return programme is not None and any(
        user.standing.site_programmes[site] == programme for site in user.standing.facilitates
    )


runs_site = is_programme_team | facilitates_site  # writes its members, meetings' frame, money

# Who may (the table "Who sees what")
rules.add_perm("sites_app.see_programme", has_place_in_programme)
rules.add_perm("sites_app.edit_programme", is_programme_team)
rules.add_perm("sites_app.add_event", is_programme_team)
rules.add_perm("sites_app.see_organisations", is_programme_team | facilitates_in_programme)
rules.add_perm("sites_app.add_organisation", is_programme_team | facilitates_in_programme)
rules.add_perm("sites_app.add_site", is_programme_team)
rules.add_perm("sites_app.see_site", opens_site)
rules.add_perm("sites_app.edit_site", is_programme_team)
rules.add_perm("sites_app.record_state", is_programme_team)
rules.add_perm("sites_app.see_budget", runs_site | is_adviser)
rules.add_perm("sites_app.see_expenses", runs_site)
rules.add_perm("sites_app.add_expense", runs_site)
