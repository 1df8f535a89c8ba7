"""The way round: each role finds its own words in the masthead, and no others."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from members.models import Role
from pages.navigation import navigation
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory, UserFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

pytestmark = pytest.mark.django_db


def seen_by(user, path="/"):
    """What the context processor gives `user` on the page `path`."""
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request)


def words(user):
    return [item.label for item in seen_by(user)["navigation"]]


def role(kind, **extra):
    return RoleFactory(kind=kind, **extra).user


def test_a_visitor_finds_what_is_public_and_the_way_in():
    assert words(AnonymousUser()) == ["Library", "Issues", "Newsletter", "Sign in"]


def test_a_member_of_one_site_goes_straight_to_it():
    member = MemberFactory()

    items = list(seen_by(member.user)["navigation"])

    assert [item.label for item in items] == ["Home", "My site", "Cases", "Evidence", "Library", "Newsletter"]
    assert items[1].url == member.site.get_absolute_url()


def test_a_member_of_two_sites_chooses():
    user = UserFactory()
    MemberFactory(user=user)
    MemberFactory(user=user)

    assert words(user) == ["Home", "Sites", "Cases", "Evidence", "Library", "Newsletter"]


def test_a_broker_finds_the_questions():
    SiteFactory(programme=(programme := ProgrammeFactory()))

    assert words(role(Role.Kind.KNOWLEDGE_BROKER, programme=programme)) == [
        "Home",
        "Sites",
        "Cases",
        "Questions",
        "Evidence",
        "Library",
        "Newsletter",
    ]


def test_an_adviser_finds_no_cases():
    SiteFactory(programme=(programme := ProgrammeFactory()))

    assert words(role(Role.Kind.ADVISER, programme=programme)) == [
        "Home",
        "Sites",
        "Evidence",
        "Library",
        "Newsletter",
    ]


def test_a_commissioner_finds_issues_and_no_sites():
    site = SiteFactory()

    user = role(Role.Kind.COMMISSIONER, programme=site.programme, sites=[site])

    assert words(user) == ["Home", "Issues", "Library", "Newsletter"]


def test_the_programme_team_finds_the_membership_table():
    SiteFactory(programme=(programme := ProgrammeFactory()))

    assert words(role(Role.Kind.PROGRAMME_TEAM, programme=programme)) == [
        "Home",
        "Sites",
        "Membership",
        "Cases",
        "Evidence",
        "Issues",
        "Library",
        "Newsletter",
    ]


def test_a_superuser_without_a_role_finds_what_everyone_finds():
    assert words(UserFactory(is_superuser=True, is_staff=True)) == ["Home", "Library", "Newsletter"]


@pytest.mark.parametrize(
    ("path", "label", "current"),
    [
        ("/", "Home", "page"),
        ("/evidence/", "Evidence", "page"),
        ("/evidence/12/", "Evidence", "true"),
        ("/evidence/questions/3/", "Questions", "true"),
        ("/meetings/7/", "Sites", "true"),
    ],
)
def test_the_deepest_item_that_holds_the_page_is_current(path, label, current):
    SiteFactory(programme=(programme := ProgrammeFactory()))
    user = role(Role.Kind.KNOWLEDGE_BROKER, programme=programme)

    items = seen_by(user, path)["navigation"]

    assert [(item.label, item.current) for item in items if item.current] == [(label, current)]


def test_the_line_under_the_name_says_who_one_is_here():
    facilitation = FacilitationFactory()

    assert seen_by(facilitation.member.user)["place"] == f"Facilitator, {facilitation.member.site}"
    assert seen_by(role(Role.Kind.ADVISER))["place"] == "Adviser"
    assert seen_by(UserFactory())["place"] == ""


def test_a_response_without_the_frame_costs_no_query(django_assert_num_queries):
    user = MemberFactory().user

    with django_assert_num_queries(0):
        seen_by(user)


def test_the_frame_costs_at_most_six_queries(django_assert_max_num_queries):
    user = MemberFactory().user

    with django_assert_max_num_queries(6):
        seen = seen_by(user)
        list(seen["navigation"])
        str(seen["place"])
