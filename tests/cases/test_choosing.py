"""The page on which the facilitator picks the case of a meeting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import BringRequest, Discussion, PresenterNotice
from members.models import User
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    member = FacilitationFactory(member__name="Ruth Adeyemi").member
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def site(ruth):
    return ruth.memberships.get().site


@pytest.fixture
def meeting(site):
    return MeetingFactory(site=site, number=9)


@pytest.fixture
def client(client, ruth):
    client.force_login(ruth)
    return client


def page(meeting) -> str:
    return reverse("cases:case_choose", args=[meeting.pk])


def spoken(day) -> str:
    return f"{day.day} {day:%B %Y}"


def test_the_facilitator_picks_a_case_and_a_day_to_fill_it_in_by(client, site, meeting):
    case = CaseFactory(site=site)
    day = timezone.localdate() + timedelta(days=2)

    response = client.post(page(meeting), {"case": case.pk, "template_by": spoken(day)}, follow=True)

    assert response.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert Discussion.objects.get(case=case).fill_in_by == day
    assert f"should complete the case by {spoken(day)}" in response.content.decode()


def test_cases_that_were_presented_or_belong_elsewhere_are_not_offered(client, site, meeting):
    offered = CaseFactory(site=site, title="Offered here")
    presented = CaseFactory(site=site, presented=True, title="Heard already")
    elsewhere = CaseFactory(title="From elsewhere")

    shown = client.get(page(meeting)).content.decode()

    assert offered.title in shown
    assert presented.title not in shown
    assert client.post(page(meeting), {"case": elsewhere.pk}).status_code == 422
    assert client.post(page(meeting), {"case": presented.pk}).status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"case": ""}, "Choose a case"),
        ({"template_by": "soon"}, "Enter the date like this"),
        ({"template_by": "1 January 2020"}, "This date is in the past"),
        ({"template_by": "1 January 2090"}, "Choose an earlier day"),
    ],
)
def test_what_makes_no_sense_stays_on_the_page(client, site, meeting, changes, words):
    case = CaseFactory(site=site)

    response = client.post(page(meeting), {"case": case.pk, "template_by": "", **changes})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not case.discussions.exists()


def test_the_page_tells_whose_turn_it_is_and_which_themes_are_new(client, site, meeting):
    tom = MemberFactory(site=site, name="Tom Hallett")
    ken = MemberFactory(site=site, without_account=True, name="Ken Dale")
    DiscussionFactory(
        case=CaseFactory(site=site, presenter=tom), meeting=MeetingFactory(site=site, number=1, held=True)
    )

    shown = client.get(page(meeting)).content.decode()

    turns = shown[shown.index("Whose turn it is") :]
    assert turns.index(ken.name) < turns.index(tom.name)
    assert "no e-mail: ask in person" in turns
    assert "Not discussed yet" in shown


def test_a_member_is_asked_for_a_case_once(client, site, meeting):
    tom = MemberFactory(site=site, name="Tom Hallett")
    ask = reverse("cases:case_ask_for", args=[meeting.pk, tom.pk])

    assert client.post(ask).url == page(meeting)
    again = client.post(ask)

    assert again.status_code == 409
    assert "was asked on" in again.content.decode()
    assert BringRequest.objects.get().member == tom


def test_who_was_told_in_person_is_noted(client, site, meeting, ruth):
    ken = MemberFactory(site=site, without_account=True, name="Ken Dale")
    case = DiscussionFactory(case=CaseFactory(site=site, presenter=ken), meeting=meeting).case

    response = client.post(reverse("cases:presenter_told", args=[meeting.pk, case.pk, ken.pk]))

    assert response.url == meeting.get_absolute_url()
    assert PresenterNotice.objects.get().told_by == ruth


def test_a_member_does_not_pick_and_a_stranger_finds_nothing(client, site, meeting):
    client.force_login(MemberFactory(site=site).user)
    assert client.get(page(meeting)).status_code == 403
    client.force_login(MemberFactory().user)
    assert client.get(page(meeting)).status_code == 404


def test_the_page_takes_as_many_queries_for_many_cases(client, site, meeting, django_assert_max_num_queries):
    for _ in range(3):
        CaseFactory(site=site)
    with django_assert_max_num_queries(25) as few:
        client.get(page(meeting))
    for _ in range(5):
        CaseFactory(site=site)

    with django_assert_max_num_queries(len(few)):
        client.get(page(meeting))
