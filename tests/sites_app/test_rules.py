"""Who may do what with programmes and sites, as one table: permission x role."""

import pytest
import rules
from rules.permissions import permissions

from members.predicates import commissions, facilitates_in_programme, is_adviser
from tests.people import EVERYBODY

OPENS = {"team", "broker", "adviser", "commissioner", "facilitator", "presenter", "member"}
TABLE = {
    # about a site
    "sites_app.see_site": OPENS,
    "sites_app.edit_site": {"team"},
    "sites_app.record_state": {"team"},
    "sites_app.see_budget": {"team", "facilitator", "adviser"},
    "sites_app.see_history": {"team", "facilitator"},
    "sites_app.see_expenses": {"team", "facilitator"},
    "sites_app.add_expense": {"team", "facilitator"},
    "sites_app.edit_expense": {"team", "facilitator"},
    "sites_app.remove_expense": {"team", "facilitator"},
    # about a programme
    "sites_app.see_programme": OPENS | {"elsewhere", "commissioner_elsewhere"},
    "sites_app.edit_programme": {"team"},
    "sites_app.edit_words": {"team"},
    "sites_app.see_overview": {"team"},
    "sites_app.add_event": {"team"},
    "sites_app.edit_event": {"team"},
    "sites_app.remove_event": {"team"},
    "sites_app.see_organisations": {"team", "facilitator", "elsewhere"},
    "sites_app.add_organisation": {"team", "facilitator", "elsewhere"},
    "sites_app.edit_organisation": {"team", "facilitator", "elsewhere"},
    "sites_app.remove_organisation": {"team", "facilitator", "elsewhere"},
    "sites_app.add_site": {"team"},
}
ABOUT_A_PROGRAMME = list(TABLE)[list(TABLE).index("sites_app.see_programme") :]


@pytest.mark.parametrize("perm", TABLE)
def test_who_may(people, perm):
    row = people.programme if perm in ABOUT_A_PROGRAMME else people.site

    may = {role for role in EVERYBODY if rules.has_perm(perm, people.user(role), row)}

    assert may == TABLE[perm]


def test_every_permission_about_places_has_a_row():
    assert {perm for perm in permissions if perm.startswith("sites_app.")} == set(TABLE)


def test_a_commissioner_is_one_for_the_sites_they_are_named_for(people):
    commissioner = people.user("commissioner")

    assert commissions(commissioner, people.site)
    assert not commissions(commissioner, people.neighbour)
    assert commissions(commissioner, people.programme)


def test_a_row_is_asked_for_its_own_site(people):
    seat = people.seat("member")

    assert rules.has_perm("members.edit_member", people.user("facilitator"), seat)
    assert not rules.has_perm("members.edit_member", people.user("elsewhere"), seat)
    assert is_adviser(people.user("adviser"), seat)
    assert facilitates_in_programme(people.user("elsewhere"), seat)
