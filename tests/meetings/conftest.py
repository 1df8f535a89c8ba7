"""One site with its people in every role, and a stranger from another programme."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import actions
from members.models import Role, User
from sites_app.models import Site
from tests.factories.members import (
    DisciplineFactory,
    FacilitationFactory,
    GroundRulesFactory,
    MemberFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.sites import SiteFactory


@dataclass
class World:
    """A site, its neighbour in the same programme, and people by role."""

    site: Site
    elsewhere: Site
    people: dict[str, User] = field(default_factory=dict)

    def user(self, role: str) -> User:
        """That person, with their standing read anew."""
        return User.objects.get(pk=self.people[role].pk)

    @property
    def facilitator(self) -> User:
        return self.user("facilitator")


@pytest.fixture
def world(db) -> World:
    site = SiteFactory(code="CP4", place="Dunsmere", slug="cp4-dunsmere", usual_room="The upstairs room")
    elsewhere = SiteFactory(programme=site.programme, code="CP2", place="Brackwater", slug="cp2-brackwater")
    programme = site.programme
    nurse = DisciplineFactory(programme=programme, name="Community matron")
    facilitation = FacilitationFactory(member__site=site, member__discipline=nurse)
    facilitation.member.user.name = facilitation.member.name = "Ruth Adeyemi"
    facilitation.member.user.save()
    facilitation.member.save()
    roles = {
        "team": Role.Kind.PROGRAMME_TEAM,
        "broker": Role.Kind.KNOWLEDGE_BROKER,
        "adviser": Role.Kind.ADVISER,
        "commissioner": Role.Kind.COMMISSIONER,
    }
    people = {
        name: RoleFactory(
            programme=programme, kind=kind, sites=[site] if kind == Role.Kind.COMMISSIONER else ()
        ).user
        for name, kind in roles.items()
    }
    return World(
        site,
        elsewhere,
        {
            "facilitator": facilitation.member.user,
            "member": MemberFactory(site=site, discipline=nurse).user,
            "elsewhere": FacilitationFactory(member__site=elsewhere).member.user,
            **people,
            "stranger": FacilitationFactory().member.user,
            "superuser": UserFactory(is_superuser=True, is_staff=True),
        },
    )


@pytest.fixture
def signed_in(client, world):
    """`signed_in("facilitator")`: the test client as that person."""

    def sign_in(role: str):
        client.force_login(world.user(role))
        return client

    return sign_in


@pytest.fixture
def meeting(world):
    """The taster of the site, a week ago, with ground rules."""
    made = actions.schedule(
        world.site, starts_at=timezone.now() - timedelta(days=7), place="The upstairs room", by=None
    )
    GroundRulesFactory(programme=world.site.programme, since=made.day)
    return made


@pytest.fixture
def tom(world):
    return MemberFactory(site=world.site, name="Tom Hallett")
