"""One site of a programme with everybody who has to do with its cases, and some who have not."""

from types import SimpleNamespace

import pytest

from members.models import Role, User
from tests.cases.checking import send_for_checking
from tests.factories.cases import CaseFactory
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory, UserFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

ROLES = [
    "facilitator", "presenter", "colleague", "elsewhere", "broker", "team", "adviser", "commissioner",
    "commissioner_elsewhere", "superuser", "stranger",
]  # fmt: skip


@pytest.fixture
def place(db):
    """`place.site`, `place.other_site`, and a user for each of ROLES, who brings no case unless named presenter."""
    programme = ProgrammeFactory()
    site, other_site = SiteFactory(programme=programme), SiteFactory(programme=programme)
    members = {
        "facilitator": FacilitationFactory(member__site=site).member,
        "presenter": MemberFactory(site=site),
        "colleague": MemberFactory(site=site),
        "elsewhere": FacilitationFactory(member__site=other_site).member,
    }
    kinds = {
        "broker": Role.Kind.KNOWLEDGE_BROKER,
        "team": Role.Kind.PROGRAMME_TEAM,
        "adviser": Role.Kind.ADVISER,
    }
    people = {name: member.user for name, member in members.items()}
    people |= {name: RoleFactory(programme=programme, kind=kind).user for name, kind in kinds.items()}
    for name, theirs in (("commissioner", site), ("commissioner_elsewhere", other_site)):
        people[name] = RoleFactory(programme=programme, kind=Role.Kind.COMMISSIONER, sites=[theirs]).user
    people["superuser"] = User.objects.create_superuser("root@example.org", "x", name="Root")
    people["stranger"] = FacilitationFactory().member.user
    return SimpleNamespace(
        programme=programme, site=site, other_site=other_site, members=SimpleNamespace(**members), **people
    )


@pytest.fixture
def case(place):
    """A case of the site that was presented a week ago by `place.presenter`."""
    return CaseFactory(site=place.site, presenter=place.members.presenter, presented=True)


@pytest.fixture
def another_colleague(place):
    """A second member of the site who does not present."""
    return MemberFactory(site=place.site).user


@pytest.fixture
def somebody():
    return UserFactory()


@pytest.fixture
def text(case, place):
    """A write-up sent for checking by the facilitator for members of every site."""
    return send_for_checking(case, by=place.facilitator)


@pytest.fixture
def sign_in(client):
    """`sign_in(user)`: a browser in which this person is signed in."""

    def as_(user):
        client.force_login(user)
        return client

    return as_
