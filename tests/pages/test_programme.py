"""The page of a programme, and the list that leads a new one to its first meeting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import actions as meeting_actions
from members import actions as member_actions
from members.models import Role
from pages.setting_up import steps_of
from sites_app import actions as site_actions
from tests.factories.meetings import MeetingFactory
from tests.factories.members import DisciplineFactory, MemberFactory, RoleFactory
from tests.factories.sites import OrganisationFactory, ProgrammeEventFactory, ProgrammeFactory, SiteFactory

pytestmark = pytest.mark.django_db


def page_of(client, user, programme, status=200):
    client.force_login(user)
    answer = client.get(programme.get_absolute_url())
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def programme():
    programme = ProgrammeFactory(name="Common Ground", aims="Think together.")
    MeetingFactory(site=SiteFactory(programme=programme, place="Dunsmere"), held=True)
    SiteFactory(programme=programme, place="Aldermoor")
    ProgrammeEventFactory(programme=programme, title="Quarterly meeting")
    RoleFactory(programme=programme, kind=Role.Kind.KNOWLEDGE_BROKER, user__name="Olwen Haggerty")
    return programme


def test_a_member_sees_aims_sites_dates_and_people_and_opens_their_own_site(client, programme):
    dunsmere, aldermoor = programme.sites.get(place="Dunsmere"), programme.sites.get(place="Aldermoor")

    page = page_of(client, MemberFactory(site=dunsmere).user, programme)

    for words in (
        "Think together.",
        "Aldermoor",
        "Quarterly meeting",
        "Olwen Haggerty",
        "One of six meetings",
    ):
        assert words in page
    assert f'href="{dunsmere.get_absolute_url()}"' in page
    assert aldermoor.get_absolute_url() not in page
    assert reverse("sites:programme_edit", args=[programme.slug]) not in page


def test_the_team_finds_all_that_sets_it_up(client, programme):
    team = RoleFactory(programme=programme, kind=Role.Kind.PROGRAMME_TEAM).user

    page = page_of(client, team, programme)

    for name in (
        "sites:programme_edit",
        "organisation_list",
        "sites:site_add",
        "sites:event_add",
        "members:discipline_list",
        "members:ground_rules_edit",
        "members:role_invite",
        "meetings:membership",
    ):
        assert reverse(name, args=[programme.slug]) in page


def test_somebody_of_another_programme_does_not_know_of_it(client, programme):
    page_of(client, MemberFactory().user, programme, status=404)


def test_an_ended_programme_says_so_and_asks_for_nothing(client, programme):
    team = RoleFactory(programme=programme, kind=Role.Kind.PROGRAMME_TEAM).user
    programme.ended_on = timezone.localdate()
    programme.save()

    page = page_of(client, team, programme)

    assert "This programme has ended." in page
    assert "Setting up" not in page


def left(programme):
    sites = list(programme.sites.with_latest_state())
    return [step.label for step in steps_of(programme, sites) if not step.is_done]


def test_the_list_leads_from_an_empty_programme_to_its_first_meeting(client):
    programme = ProgrammeFactory(aims="")
    team = RoleFactory(programme=programme, kind=Role.Kind.PROGRAMME_TEAM).user
    assert "Setting up: what is still to do" in page_of(client, team, programme)
    assert left(programme) == [
        "Describe the programme",
        "List the roles you want in your groups",
        "Write the ground rules",
        "Add the first site",
        "Invite a knowledge broker, advisers and commissioners",
    ]

    programme.aims = "Think together."
    programme.save()
    discipline = DisciplineFactory(programme=programme)
    member_actions.set_ground_rules(programme, text="What is said here stays here.", by=team)
    today = timezone.localdate()
    site = site_actions.open_site(
        programme, code="CG1", place="Dunsmere", host=OrganisationFactory(), by=team, opened_on=today
    )
    member_actions.invite_to_role(
        programme=programme, kind=Role.Kind.ADVISER, email="a@example.org", name="Ann", by=team
    )
    assert left(programme) == [
        "CG1 Dunsmere: add the facilitator as a member",
        "CG1 Dunsmere: appoint a facilitator",
        "CG1 Dunsmere: invite the facilitator to sign in",
        "CG1 Dunsmere: set the date of the taster session",
    ]

    ruth = member_actions.add_member(
        site, name="Ruth", discipline=discipline, joined_on=today, email="ruth@example.org",
        agrees_to_contact=True, by=team,
    )  # fmt: skip
    member_actions.appoint_facilitator(ruth, on=today, by=team)
    member_actions.invite_member(ruth, by=team)
    meeting_actions.schedule(site, starts_at=timezone.now() + timedelta(days=7), by=team)
    assert left(programme) == []
    assert "Setting up: what is still to do" not in page_of(client, team, programme)
