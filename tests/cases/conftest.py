"""A presented case, and a write-up of it that was sent for checking."""

import pytest

from tests.cases.checking import send_for_checking
from tests.factories.cases import CaseFactory
from tests.factories.members import MemberFactory, UserFactory


@pytest.fixture
def case(people):
    """A case of the site that was presented a week ago by `people.presenter`."""
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


@pytest.fixture
def another_colleague(people):
    """A second member of the site who does not present."""
    return MemberFactory(site=people.site).user


@pytest.fixture
def somebody():
    return UserFactory()


@pytest.fixture
def text(case, people):
    """A write-up sent for checking by the facilitator for members of every site."""
    return send_for_checking(case, by=people.facilitator)


@pytest.fixture
def sign_in(client):
    """`sign_in(user)`: a browser in which this person is signed in."""

    def as_(user):
        client.force_login(user)
        return client

    return as_
