"""What waits on the home page of a presenter, and of the facilitator for those whom no mail reaches."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import cases as actions
from kit.words import day
from members.models import User
from tests.factories.cases import CaseFactory
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
    return MeetingFactory(site=site, starts_at=timezone.now() + timedelta(days=10))


def home(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("home")).content.decode()


def test_a_presenter_fills_in_the_template_until_it_is_written(client, site, meeting):
    tom = MemberFactory(site=site, name="Tom Hallett")
    case = CaseFactory(site=site, presenter=tom, presentation="")
    discussion = actions.discuss(case, at=meeting, by=None)
    words = f"Complete {case.reference} by {day(discussion.fill_in_by)}"

    assert words in home(client, tom.user)
    assert words not in home(client, MemberFactory(site=site).user)
    case.presentation = "A few lines"
    case.save()
    assert words not in home(client, tom.user)


def test_the_facilitator_tells_who_has_no_address_until_that_is_noted(client, site, meeting, ruth):
    ken = MemberFactory(site=site, without_account=True, name="Ken Dale")
    case = CaseFactory(site=site, presenter=ken)
    actions.discuss(case, at=meeting, by=ruth)
    told = reverse("cases:presenter_told", args=[meeting.pk, case.pk, ken.pk])

    page = home(client, ruth)
    assert f"Tell Ken about {case.reference}" in page
    assert told in page
    assert "Tell them in person" in client.get(told).content.decode()
    client.post(told)

    assert "Tell Ken" not in home(client, ruth)
    assert "Ken has been told" in client.get(told).content.decode()


def test_nobody_is_to_be_told_in_person_whom_a_mail_reaches(client, site, meeting, ruth):
    actions.discuss(CaseFactory(site=site), at=meeting, by=ruth)

    assert "We cannot e-mail" not in home(client, ruth)
