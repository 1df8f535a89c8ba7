"""The page of a site: each role sees what the table "Who sees what" gives it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Role
from sites_app.models import SiteState
from tests.factories.cases import CaseFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory
from tests.factories.sites import ExpenseFactory, SiteFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    site = SiteFactory()
    ExpenseFactory(site=site, amount_pence=282_200)
    MemberFactory(site=site, name="Carol Whitcombe")
    CaseFactory(site=site, presented=True, title="The letters behind the door")
    return site


def page_of(client, user, site, status=200):
    client.force_login(user)
    answer = client.get(site.get_absolute_url())
    assert answer.status_code == status
    return answer.content.decode()


def facilitator_of(site):
    return FacilitationFactory(member=MemberFactory(site=site)).member.user


def in_role(kind, site, sites=()):
    return RoleFactory(kind=kind, programme=site.programme, sites=sites).user


def test_the_facilitator_sees_people_how_often_they_came_cases_and_money(client, site):
    page = page_of(client, facilitator_of(site), site)

    assert "Carol Whitcombe" in page
    assert ">Meetings</th>" in page
    assert "The letters behind the door" in page
    assert "£4,128" in page
    assert reverse("sites:expense_list", args=[site.slug]) in page


@pytest.mark.parametrize("role", ["member", "broker"])
def test_members_and_brokers_see_names_and_roles_and_no_money(client, site, role):
    user = MemberFactory(site=site).user if role == "member" else in_role(Role.Kind.KNOWLEDGE_BROKER, site)

    page = page_of(client, user, site)

    assert "Carol Whitcombe" in page
    assert "The letters behind the door" in page
    assert ">Meetings</th>" not in page
    assert "Budget" not in page


def test_the_team_sees_all_and_can_change_the_site(client, site):
    page = page_of(client, in_role(Role.Kind.PROGRAMME_TEAM, site), site)

    assert "Carol Whitcombe" in page
    assert "£4,128" in page
    assert reverse("sites:site_edit", args=[site.slug]) in page


@pytest.mark.parametrize("kind", [Role.Kind.COMMISSIONER, Role.Kind.ADVISER])
def test_commissioners_and_advisers_see_totals_only(client, site, kind):
    page = page_of(client, in_role(kind, site, [site]), site)

    assert "You can see totals for this group" in page
    assert "Carol" not in page
    assert "The letters behind the door" not in page
    assert "Parts of this site" not in page
    assert ("£2,822" in page) == (kind == Role.Kind.ADVISER)


def test_nobody_from_outside_knows_of_the_page(client, site):
    elsewhere = SiteFactory(programme=site.programme)

    page_of(client, MemberFactory(site=elsewhere).user, site, status=404)
    page_of(client, facilitator_of(elsewhere), site, status=404)
    page_of(client, in_role(Role.Kind.COMMISSIONER, site, [elsewhere]), site, status=404)


def test_a_visitor_is_asked_to_sign_in(client, site):
    answer = client.get(site.get_absolute_url())

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_a_case_before_it_is_presented_shows_to_those_who_prepare_it(client, site):
    presenter = MemberFactory(site=site)
    CaseFactory(site=site, title="Not yet told", presenter=presenter)

    assert "Not yet told" in page_of(client, presenter.user, site)
    assert "Not yet told" in page_of(client, facilitator_of(site), site)
    assert "Not yet told" not in page_of(client, MemberFactory(site=site).user, site)
    assert "Not yet told" not in page_of(client, in_role(Role.Kind.PROGRAMME_TEAM, site), site)


def test_a_member_is_confirmed_after_two_meetings(client, site):
    member = MemberFactory(site=site)
    for number in (1, 2):
        AttendanceFactory(meeting=MeetingFactory(site=site, held=True, number=number + 10), member=member)

    page = page_of(client, member.user, site)

    assert "1 confirmed, 2 not confirmed yet" in page  # Carol, and whoever presents the case


def test_a_site_that_ended_says_why(client, site):
    user = facilitator_of(site)
    SiteState.objects.create(
        site=site, state="ended", since=timezone.localdate(), reason="The host closed its doors."
    )

    page = page_of(client, user, site)

    assert "The host closed its doors." in page
    assert "Set a date" not in page


def test_the_line_shows_what_was_held_what_is_next_and_what_has_no_date(client):
    site = SiteFactory()
    MeetingFactory(site=site, held=True, number=1, kind="taster")
    upcoming = MeetingFactory(site=site, number=2)

    page = page_of(client, facilitator_of(site), site)

    assert "One of six meetings held" in page
    assert "Open meeting 2" in one_line(page)
    assert upcoming.get_absolute_url() in page
    assert "Set a date for meeting 3" in one_line(page)
    assert page.count("no date") == 4


def test_a_new_site_says_how_to_begin(client):
    site = SiteFactory()

    page = page_of(client, in_role(Role.Kind.PROGRAMME_TEAM, site), site)

    assert "No members yet" in page
    assert reverse("members:member_add", args=[site.slug]) in page
    assert "Set a date for the taster session" in page
