"""Who may do what with programmes and sites, as one table: permission x role."""

import pytest
import rules
from rules.permissions import permissions

from members.predicates import commissions, facilitates_in_programme, is_adviser
from tests.factories.people import EVERYBODY

OPENS = {"team", "broker", "adviser", "commissioner", "facilitator", "member"}
TABLE = {
    # about a site
    "sites_app.see_site": OPENS,
    "sites_app.edit_site": {"team"},
    "sites_app.record_state": {"team"},
    "sites_app.see_budget": {"team", "facilitator", "adviser"},
    "sites_app.see_expenses": {"team", "facilitator"},
    "sites_app.add_expense": {"team", "facilitator"},
    # about a programme
    "sites_app.see_programme": OPENS | {"elsewhere"},
    "sites_app.edit_programme": {"team"},
    "sites_app.add_event": {"team"},
    "sites_app.see_organisations": {"team", "facilitator", "elsewhere"},
    "sites_app.add_organisation": {"team", "facilitator", "elsewhere"},
    "sites_app.add_site": {"team"},
}
ABOUT_A_PROGRAMME = list(TABLE)[6:]


@pytest.mark.parametrize("perm", TABLE)
def test_who_may(places, perm):
    row = places.programme if perm in ABOUT_A_PROGRAMME else places.site

    may = {role for role in EVERYBODY if rules.has_perm(perm, places.user(role), row)}

    assert may == TABLE[perm]


def test_every_permission_about_places_has_a_row():
    assert {perm for perm in permissions if perm.startswith("sites_app.")} == set(TABLE)


def test_a_commissioner_is_one_for_the_sites_they_are_named_for(places):
    commissioner = places.user("commissioner")

    assert commissions(commissioner, places.site)
    assert not commissions(commissioner, places.neighbour)
    assert commissions(commissioner, places.programme)


def test_a_row_is_asked_for_its_own_site(places):
    seat = places.seat("member")

    assert rules.has_perm("members.edit_member", places.user("facilitator"), seat)
    assert not rules.has_perm("members.edit_member", places.user("elsewhere"), seat)
    assert is_adviser(places.user("adviser"), seat)
    assert facilitates_in_programme(places.user("elsewhere"), seat)
