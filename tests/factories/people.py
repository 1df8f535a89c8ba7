"""One programme with a site, its neighbour, and a person in every role: what tests of who may what stand on."""

from dataclasses import dataclass, field

from members.models import Member, Role, User
from sites_app.models import Programme, Site
from tests.factories.members import (
    DisciplineFactory,
    FacilitationFactory,
    MemberFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.sites import SiteFactory

ROLES = {
    "team": Role.Kind.PROGRAMME_TEAM,
    "broker": Role.Kind.KNOWLEDGE_BROKER,
    "adviser": Role.Kind.ADVISER,
    "commissioner": Role.Kind.COMMISSIONER,
}
EVERYBODY = [
    "team", "broker", "adviser", "commissioner", "facilitator", "member", "elsewhere", "stranger", "superuser",
]  # fmt: skip


@dataclass
class Places:
    """A site and its neighbour in one programme, with people by role; `stranger` facilitates in another programme."""

    site: Site
    neighbour: Site
    people: dict[str, User] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        return self.site.programme

    def user(self, role: str) -> User:
        """That person, with their standing read anew."""
        return User.objects.get(pk=self.people[role].pk)

    def seat(self, role: str) -> Member:
        """The Member row of that person at their site."""
        return Member.objects.get(user=self.people[role])


def places() -> Places:
    """Make them all."""
    site = SiteFactory(code="CP4", place="Dunsmere", slug="cp4-dunsmere")
    neighbour = SiteFactory(programme=site.programme, code="CP2", place="Brackwater", slug="cp2-brackwater")
    matron = DisciplineFactory(programme=site.programme, name="Community Matron")
    people = {
        "facilitator": FacilitationFactory(member__site=site, member__discipline=matron).member.user,
        "member": MemberFactory(site=site, discipline=matron).user,
        "elsewhere": FacilitationFactory(member__site=neighbour).member.user,
        "stranger": FacilitationFactory().member.user,
        "superuser": UserFactory(is_superuser=True, is_staff=True),
    }
    for name, kind in ROLES.items():
        sites = [site] if kind == Role.Kind.COMMISSIONER else ()
        people[name] = RoleFactory(programme=site.programme, kind=kind, sites=sites).user
    return Places(site, neighbour, people)
