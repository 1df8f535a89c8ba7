"""The small world with one of everything, made once for the tests of this folder."""

from types import SimpleNamespace

import pytest

from members.models import Role
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory
from tests.factories.sites import SiteFactory
from tests.permissions.conftest import _world, world  # noqa: F401


@pytest.fixture
def w():
    """One site with one person of each role, and a facilitator elsewhere who hears nothing of it."""
    site = SiteFactory()
    facilitator = FacilitationFactory(member=MemberFactory(site=site)).member
    programme = site.programme

    def role(kind):
        return RoleFactory(kind=kind, programme=programme, sites=[site]).user

    FacilitationFactory(
        member=MemberFactory(site=SiteFactory(programme=programme))
    )  # elsewhere: hears nothing
    return SimpleNamespace(
        site=site, programme=programme, facilitator=facilitator, lead=facilitator.user,
        presenter=MemberFactory(site=site), member=MemberFactory(site=site), team=role(Role.Kind.PROGRAMME_TEAM),
        broker=role(Role.Kind.KNOWLEDGE_BROKER), commissioner=role(Role.Kind.COMMISSIONER),
    )  # fmt: skip
