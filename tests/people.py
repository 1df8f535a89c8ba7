"""One cast of people for every test: who facilitates, presents, brokers and so on, at a site and elsewhere."""

from collections.abc import Iterable
from types import SimpleNamespace

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

AT_THE_SITE = {"facilitator": "Ruth Adeyemi", "presenter": "Carol Whitcombe", "member": "Dev Malik"}
ELSEWHERE = ["elsewhere", "member_elsewhere"]  # the neighbour's facilitator, and a member there
OF_THE_PROGRAMME = {
    "team": Role.Kind.PROGRAMME_TEAM,
    "broker": Role.Kind.KNOWLEDGE_BROKER,
    "adviser": Role.Kind.ADVISER,
    "commissioner": Role.Kind.COMMISSIONER,  # of the site
    "commissioner_elsewhere": Role.Kind.COMMISSIONER,  # of the neighbour
}
FACILITATORS = {"facilitator", "elsewhere", "stranger"}
EVERYBODY = [
    *AT_THE_SITE,
    "elsewhere",
    *OF_THE_PROGRAMME,
    "superuser",  # without a role
    "stranger",  # facilitates in another programme
]


class People:
    """A site, its neighbour in one programme, and people by role: `people.facilitator`, `people.members.facilitator`.

    Nothing is remembered about where somebody stands: each time it is read anew.
    """

    def __init__(self, site: Site, neighbour: Site):
        self.site = site
        self.neighbour = neighbour
        self.users: dict[str, User] = {}
        self.members = SimpleNamespace()

    @property
    def programme(self) -> Programme:
        return self.site.programme

    def __getattr__(self, role: str) -> User:
        try:
            user = self.__dict__["users"][role]
        except KeyError:
            raise AttributeError(f"Nobody here is called {role}") from None
        user.__dict__.pop("standing", None)
        return user

    def user(self, role: str) -> User:
        """That person as they are in the database now."""
        return User.objects.get(pk=self.users[role].pk)

    def seat(self, role: str) -> Member:
        """The Member row of that person as it is in the database now."""
        return Member.objects.get(user=self.users[role])

    def add(self, role: str, person: User | Member) -> None:
        """Call `person` by `role` from now on."""
        if isinstance(person, Member):
            setattr(self.members, role, person)
        self.users[role] = person.user if isinstance(person, Member) else person


def cast(roles: Iterable[str] = EVERYBODY) -> People:
    """Make a site, its neighbour and the people in `roles`, in that order."""
    site = SiteFactory(
        programme__name="Common Ground",
        programme__slug="common-ground",
        code="CP4",
        place="Dunsmere",
        slug="cp4-dunsmere",
        usual_room="The upstairs room",
    )
    neighbour = SiteFactory(programme=site.programme, code="CP2", place="Brackwater", slug="cp2-brackwater")
    people = People(site, neighbour)
    matron = DisciplineFactory(programme=site.programme, name="Community Matron")
    for role in roles:
        people.add(role, _person(role, people, matron))
    return people


def _person(role: str, people: People, matron) -> User | Member:
    if role == "superuser":
        return UserFactory(email="root@example.org", name="Root", is_superuser=True, is_staff=True)
    kind = OF_THE_PROGRAMME.get(role.rstrip("2"))  # team2, broker2: one more of them
    if kind:
        place = people.neighbour if role == "commissioner_elsewhere" else people.site
        sites = [place] if kind == Role.Kind.COMMISSIONER else ()
        return RoleFactory(programme=people.programme, kind=kind, sites=sites).user
    return _member(role, people, matron)


def _member(role: str, people: People, matron) -> Member:
    where = {} if role == "stranger" else {"site": people.neighbour if role in ELSEWHERE else people.site}
    if where.get("site") == people.site:
        where["discipline"] = matron
    if role in AT_THE_SITE:
        where["user__name"] = AT_THE_SITE[role]
    member = MemberFactory(**where)
    if role in FACILITATORS:
        FacilitationFactory(member=member)
    return member
