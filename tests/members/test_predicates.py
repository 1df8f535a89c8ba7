"""Who somebody is to a row, as one table: predicate x row -> the roles that it says yes to."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from members import predicates
from members.models import User
from members.predicates import has_seat, programme_of, reads_some_site, site_of
from members.standing import Standing
from tests.factories.members import FacilitationFactory, InvitationFactory, MemberFactory
from tests.factories.sites import ProgrammeFactory
from tests.people import EVERYBODY

ROWS = ["site", "neighbour", "programme", "their_site", "their_programme"]
TEAM, BROKER, ADVISER, COMMISSIONER = {"team"}, {"broker"}, {"adviser"}, {"commissioner"}
HERE, THERE, STRANGER = {"facilitator", "presenter", "member"}, {"elsewhere"}, {"stranger"}
NEXT_DOOR = {"commissioner_elsewhere"}
OF_THE_PROGRAMME = TEAM | BROKER | ADVISER | HERE | THERE
NOBODY = set()
TABLE = {
    #                           the site, its neighbour, their programme; a stranger's site, and its programme
    "is_on_the_team": (TEAM, TEAM, TEAM, NOBODY, NOBODY),
    "is_broker": (BROKER, BROKER, BROKER, NOBODY, NOBODY),
    "is_adviser": (ADVISER, ADVISER, ADVISER, NOBODY, NOBODY),
    "commissions": (COMMISSIONER, NEXT_DOOR, COMMISSIONER | NEXT_DOOR, NOBODY, NOBODY),
    "facilitates": ({"facilitator"}, THERE, NOBODY, STRANGER, NOBODY),
    "is_member": (HERE, THERE, NOBODY, STRANGER, NOBODY),
    "is_of_site": (HERE, THERE, NOBODY, STRANGER, NOBODY),
    "reads_site": (TEAM | BROKER | HERE, TEAM | BROKER | THERE, NOBODY, STRANGER, NOBODY),
    "opens_site": (
        TEAM | BROKER | ADVISER | COMMISSIONER | HERE,
        TEAM | BROKER | ADVISER | NEXT_DOOR | THERE,
        NOBODY,
        STRANGER,
        NOBODY,
    ),
    "is_in_programme": (*[OF_THE_PROGRAMME | COMMISSIONER | NEXT_DOOR] * 3, STRANGER, STRANGER),
    "is_in_members_audience": (*[OF_THE_PROGRAMME] * 3, STRANGER, STRANGER),
    "facilitates_in_programme": (*[{"facilitator", "elsewhere"}] * 3, STRANGER, STRANGER),
    "runs_site": (TEAM | {"facilitator"}, TEAM | THERE, TEAM, STRANGER, NOBODY),
}


@pytest.fixture
def rows(people):
    """The rows of ROWS, by name."""
    their_site = people.user("stranger").standing.own_sites[0]
    return SimpleNamespace(
        site=people.site,
        neighbour=people.neighbour,
        programme=people.programme,
        their_site=their_site,
        their_programme=their_site.programme,
    )


@pytest.fixture
def everyone(people) -> dict[str, User]:
    return {role: people.user(role) for role in EVERYBODY}


def said_yes(predicate: str, everyone: dict[str, User], row) -> set[str]:
    return {role for role, user in everyone.items() if getattr(predicates, predicate).test(user, row)}


@pytest.mark.parametrize("predicate", TABLE)
def test_who_is_what_to_a_programme_and_its_sites(everyone, rows, predicate):
    found = {name: said_yes(predicate, everyone, getattr(rows, name)) for name in ROWS}

    assert found == dict(zip(ROWS, TABLE[predicate], strict=True))


@pytest.mark.parametrize("predicate", TABLE)
def test_a_row_of_a_site_is_answered_as_its_site(everyone, rows, predicate):
    for site in ("site", "neighbour", "their_site"):
        member = MemberFactory(site=getattr(rows, site))

        assert said_yes(predicate, everyone, member) == TABLE[predicate][ROWS.index(site)]


@pytest.mark.parametrize("predicate", TABLE)
def test_nobody_is_anything_to_no_row(everyone, predicate):
    assert said_yes(predicate, everyone, None) == NOBODY


@pytest.mark.parametrize("predicate", TABLE)
def test_a_visitor_is_nothing_to_any_row(rows, predicate):
    visitor = {"visitor": AnonymousUser()}

    assert [said_yes(predicate, visitor, row) for row in [*vars(rows).values(), None]] == [NOBODY] * 6


def test_every_predicate_about_a_row_is_in_the_table():
    told = {name for name, it in vars(predicates).items() if hasattr(it, "test") and it.num_args != 1}

    assert told == set(TABLE)


def test_who_reads_some_site(everyone):
    found = {role for role, user in everyone.items() if reads_some_site.test(user)}

    assert found == TEAM | BROKER | HERE | THERE | STRANGER
    assert not reads_some_site.test(AnonymousUser())


def test_a_programme_without_sites_has_its_roles(everyone, people):
    empty = ProgrammeFactory()
    team = people.user("team")
    team.roles.update(programme=empty)
    user = User.objects.get(pk=team.pk)

    assert said_yes("is_on_the_team", {"team": user}, empty) == TEAM
    assert said_yes("is_in_programme", {"team": user}, empty) == TEAM
    assert said_yes("is_on_the_team", {"team": user}, people.programme) == NOBODY


def test_somebody_who_left_is_no_member_and_whose_facilitation_ended_does_not_facilitate(people):
    yesterday = timezone.localdate() - timedelta(days=1)
    former = FacilitationFactory(member__site=people.site, ended_on=yesterday).member
    left = MemberFactory(site=people.site, left_on=yesterday, left_because="A new job")
    everyone = {"former": former.user, "left": left.user}

    assert said_yes("facilitates", everyone, people.site) == NOBODY
    assert said_yes("is_member", everyone, people.site) == {"former"}
    assert said_yes("opens_site", everyone, people.site) == {"former"}
    assert has_seat(former.user, former.pk)
    assert not has_seat(left.user, left.pk)


def test_a_seat_is_ones_own(people):
    seat = people.seat("member").pk

    assert [role for role in EVERYBODY if has_seat(people.user(role), seat)] == ["member"]
    assert not has_seat(people.user("member"), None)
    assert not has_seat(AnonymousUser(), seat)


def test_the_site_and_the_programme_of_a_row(people):
    seat = people.seat("member")
    to_a_seat = InvitationFactory(member=seat)
    to_a_role = InvitationFactory(
        member=None, programme=people.programme, role_kind="adviser", email="a@example.org", name="A"
    )

    assert [site_of(row) for row in (people.site, seat, to_a_seat)] == [people.site.pk] * 3
    assert [site_of(row) for row in (people.programme, to_a_role, None)] == [None] * 3
    assert [programme_of(row) for row in (people.programme, people.site, seat, to_a_role)] == [
        people.programme.pk
    ] * 4
    assert programme_of(None) is None


def test_an_empty_standing_holds_no_place():
    assert {name: value for name, value in vars(Standing()).items() if value} == {}
