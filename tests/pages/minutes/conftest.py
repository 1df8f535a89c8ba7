"""A meeting of a week ago with one case on its agenda, and Ruth, who facilitates, signed in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.models import User
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory


@pytest.fixture
def ruth(client):
    facilitation = FacilitationFactory(member__name="Ruth Adeyemi", started_on=date(2012, 2, 1))
    ruth = User.objects.get(pk=facilitation.member.user_id)
    client.force_login(ruth)
    return ruth


@pytest.fixture
def site(ruth):
    return ruth.memberships.get().site


@pytest.fixture
def meeting(site):
    return MeetingFactory(site=site, number=3, starts_at=timezone.now() - timedelta(days=7))


@pytest.fixture
def tom(site):
    return MemberFactory(site=site, name="Tom Hallett", joined_on=date(2012, 3, 1))


@pytest.fixture
def case(site, tom):
    return CaseFactory(site=site, title="The letters", presenter=tom)


@pytest.fixture
def discussion(case, meeting):
    return DiscussionFactory(case=case, meeting=meeting, notes="She opens no letter.")
