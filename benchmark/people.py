"""The programme, its sites, their members, and who has a role."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from benchmark.making import Making
from members.models import (
    Agreement,
    Discipline,
    Employment,
    Facilitation,
    GroundRules,
    Member,
    Role,
    SeatTarget,
    User,
)
from pages.notices.models import Preferences, TopicChoice
from pages.notices.topics import TOPICS
from sites_app.models import Expense, Organisation, Programme, ProgrammeEvent, Sector, Site, SiteState

SECTORS = ["Health", "Housing", "Social care", "Voluntary Sector", "Justice"]
DISCIPLINES = [
    "Outreach worker", "Community nurse", "Housing officer", "Social worker", "Probation officer", "Drug and alcohol worker",
    "Police officer", "Advice worker", "Hostel manager", "Psychologist", "Expert by experience", "Link worker",
]  # fmt: skip
AIMS = "To think together about people whom no single service can help."
RULES = "What is said here stays here.\nNo names, no initials, no streets."
NO_PASSWORD = "!nobody signs in with a password here"


@dataclass
class AtSite:
    """What later parts need of a site: its row, its present members, who of them has an account, and its commissioner."""

    site: Site
    number: int
    members: list[Member] = field(default_factory=list)
    commissioner: User | None = None
    has_ended: bool = False

    @property
    def facilitator(self) -> Any:
        """The account of its facilitator."""
        return self.members[0].user

    @property
    def with_accounts(self) -> list[Member]:
        """The members with an account."""
        return [member for member in self.members if member.user_id]


@dataclass
class People:
    """The programme, its sites, and the people who work for all of them."""

    programme: Programme
    team: list[User]
    brokers: list[User]
    sites: list[AtSite]


def make_people(making: Making) -> People:
    """Make the programme with everybody in it."""
    began = making.size.began_at.date() - timedelta(days=60)
    programme = making.rows.add(
        Programme, name="Long Meadow", slug="long-meadow", aims=AIMS, started_on=began, asks_second_step=False
    )
    sectors = [making.rows.add(Sector, name=name, position=place) for place, name in enumerate(SECTORS, 1)]
    disciplines = [
        making.rows.add(
            Discipline, programme=programme, sector=sectors[place % len(sectors)], name=name, position=place
        )
        for place, name in enumerate(DISCIPLINES)
    ]
    organisations = [
        making.rows.add(
            Organisation, name=f"{making.wording.places[place]} {place + 1} Trust", sector=making.chance.choice(sectors)
        )
        for place in range(max(6, making.size.sites * 2 // 3))
    ]  # fmt: skip
    team, brokers = (
        _roles(making, programme, "programme_team", 3),
        _roles(making, programme, "knowledge_broker", 4),
    )
    _roles(making, programme, "adviser", 6)
    rules = making.rows.add(GroundRules, programme=programme, version=1, text=RULES, since=began)
    sites = [
        _site(making, number, programme, organisations, disciplines, rules)
        for number in range(making.size.sites)
    ]
    _commissioners(making, programme, sites)
    _events(making, programme)
    making.rows.write()
    return People(programme, team, brokers, sites)


def account(making: Making, name: str, at: datetime, job: str = "") -> User:
    """Return a new account. Nobody can sign in to it with a password."""
    making.accounts += 1
    user = making.rows.add(
        User, email=f"person{making.accounts}@long-meadow.example", name=name, password=NO_PASSWORD, job_title=job, date_joined=at
    )  # fmt: skip
    if making.chance.random() < 0.2:
        summary = making.chance.choice(Preferences.Summary.values)
        making.rows.add(Preferences, user=user, summary=summary, link_number=making.number())
        making.rows.add(TopicChoice, user=user, topic=making.chance.choice(TOPICS).number, how="page")
    return user


def _roles(making: Making, programme: Programme, kind: str, number: int) -> list[User]:
    users = [account(making, making.wording.name(), making.size.began_at, "Manager") for _ in range(number)]
    for user in users:
        making.rows.add(Role, user=user, programme=programme, kind=kind, since=programme.started_on)
    return users


def _commissioners(making: Making, programme: Programme, sites: list[AtSite]) -> None:
    """Give every three sites a commissioner."""
    for start in range(0, len(sites), 3):
        (user,) = _roles(making, programme, "commissioner", 1)
        role = making.rows.waiting[Role][-1]
        making.rows.pair(Role.sites, role, [each.site for each in sites[start : start + 3]])
        for each in sites[start : start + 3]:
            each.commissioner = user


def _site(making: Making, number: int, programme, organisations, disciplines, rules) -> AtSite:
    place = making.wording.places[number % len(making.wording.places)]
    code = f"LM{number + 1}"
    site = making.rows.add(
        Site, programme=programme, code=code, slug=slugify(f"{code} {place}"), place=place, budget_pence=695_000,
        host=making.chance.choice(organisations), usual_room="Upstairs", town_size=making.chance.choice(["town", "city"]),
    )  # fmt: skip
    found = AtSite(site, number, has_ended=number % 20 == 19)
    began = making.size.began_at.date()
    making.rows.add(SiteState, site=site, state="setting_up", since=began - timedelta(days=50))
    making.rows.add(SiteState, site=site, state="running", since=began - timedelta(days=5))
    if found.has_ended:
        making.rows.add(
            SiteState, site=site, state="ended", since=making.day_ago(5), reason="The host closed"
        )
    for place_of in range(making.size.share(making.size.members, number)):
        _member(making, found, place_of, organisations, disciplines, rules)
    for discipline in making.chance.sample(disciplines, 2):
        making.rows.add(SeatTarget, site=site, discipline=discipline)
    for month in range(0, (making.size.now.date() - began).days // 30, 2):
        making.rows.add(
            Expense, site=site, spent_on=began + timedelta(days=30 * month), purpose="refreshments",
            amount_pence=making.chance.randint(800, 4_000), added_at=making.size.began_at + timedelta(days=30 * month),
        )  # fmt: skip
    return found


def _member(making: Making, at: AtSite, place: int, organisations, disciplines, rules) -> None:
    """Make a member of a site: the first one facilitates, seven of ten have an account, some have left."""
    began, name = making.size.began_at, making.wording.name()
    joined: date = (
        began.date() if place < 3 else making.between(began, making.size.now - timedelta(days=30)).date()
    )
    user = account(making, name, began) if place % 10 < 7 else None
    left = making.day_ago(12) if place > 8 and at.number % 4 == 3 else None
    member = making.rows.add(
        Member, site=at.site, user=user, name=name, email=user.email if user else "", joined_on=joined,
        discipline=disciplines[(place + at.number) % len(disciplines)], is_professionally_qualified=place % 3 == 0,
        left_on=left, left_because="A new job" if left else "", agreed_to_contact_at=began if user else None,
    )  # fmt: skip
    making.rows.add(Employment, member=member, organisation=making.chance.choice(organisations), since=joined)
    making.rows.add(Agreement, member=member, ground_rules=rules, agreed_on=joined)
    if place == 0:
        making.rows.add(Facilitation, member=member, started_on=joined)
    if left is None:
        at.members.append(member)


def _events(making: Making, programme: Programme) -> None:
    """Add a quarterly date of the whole programme, some months back and two ahead."""
    for quarter in range(-8, 2):
        starts = making.size.now + timedelta(days=91 * quarter + 20)
        making.rows.add(
            ProgrammeEvent, programme=programme, kind="quarterly", title="Quarterly meeting", starts_at=starts,
            calendar_uid=UUID(int=making.chance.getrandbits(128)), revised_at=starts - timedelta(days=60),
        )  # fmt: skip
