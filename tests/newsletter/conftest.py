"""Two sites with people in every role, on 5 March 2026; February, in which something of every sort happened."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue, IssueReply, IssueWording
from cases.models import Case
from knowledge.library.models import LearningObject, LearningObjectVersion
from knowledge.models import Evidence
from meetings.models import Meeting
from members.models import Role, User
from newsletter import actions
from newsletter.models import NewsletterIssue, Subscriber
from sites_app.models import Programme, ProgrammeEvent, Site
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory
from tests.factories.knowledge import AttachedEvidenceFactory, EvidenceFactory, LearningObjectFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory, UserFactory
from tests.factories.sites import ProgrammeEventFactory, ProgrammeFactory, SiteFactory

FEBRUARY = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _on_5_march(request):
    """The day is 5 March 2026, unless a worker process with a clock of its own takes part."""
    if "worker" in request.fixturenames:
        yield
        return
    with time_machine.travel(datetime(2026, 3, 5, 12, tzinfo=timezone.get_current_timezone())):
        yield


def february(day: int, hour: int = 14) -> datetime:
    return timezone.make_aware(datetime(2026, 2, day, hour))


@dataclass
class World:
    """A programme with two sites, and people by role."""

    programme: Programme
    site: Site
    elsewhere: Site
    people: dict[str, User] = field(default_factory=dict)

    def user(self, role: str) -> User:
        """That person, with their standing read anew."""
        return User.objects.get(pk=self.people[role].pk)

    def published(self, *, case: Case, audience: str, content: dict, kind: str, on: datetime) -> ClearedText:
        """A text about `case` that was published on a day: an agreement, a reader from the site, another one."""
        with time_machine.travel(on, tick=False):
            writer = self.user("writer")
            for row in case.presenter_rows.all():
                clearance_actions.agree(
                    case, member=row.member, audience=audience, by=self.user("facilitator")
                )
            text = clearance_actions.send_for_checking(
                content, kind=kind, audience=audience, programme=self.programme, site=case.site, case=case,
                authors=[writer], by=writer,
            )  # fmt: skip
            for role in ("facilitator", "team2"):
                clearance_actions.approve(text, sha256=text.sha256, by=self.user(role))
            clearance_actions.publish(text, by=self.user("facilitator"))
        return text

    def learning_object(self, title: str, *, audience: str, on: datetime, of: LearningObject | None = None):
        """A published write-up, or the next version `of` one."""
        learning_object = of or LearningObjectFactory(case=CaseFactory(site=self.site))
        text = self.published(
            case=learning_object.case, audience=audience, kind=ClearedText.Kind.LEARNING_OBJECT, on=on,
            content={"title": title, "standfirst": f"{title}, in short.", "sections": []},
        )  # fmt: skip
        LearningObjectVersion.objects.create(
            learning_object=learning_object, number=learning_object.versions.count() + 1, cleared_text=text
        )
        return learning_object

    def reply(self, words: str, *, on: datetime, **fields) -> IssueReply:
        """A commissioner's reply to an issue of the site whose wording is out."""
        raised: CommissionerIssue = CommissionerIssueFactory(case=CaseFactory(site=self.site))
        text = self.published(
            case=raised.case, audience=Audience.COMMISSIONERS, kind=ClearedText.Kind.COMMISSIONER_ISSUE,
            on=february(2), content={"title": "Friday afternoons", "words": "Nobody is there.", "theme": ""},
        )  # fmt: skip
        IssueWording.objects.create(issue=raised, cleared_text=text)
        return IssueReplyFactory(
            issue=raised, words=words, replied_at=on, by=self.user("commissioner"), **fields
        )


@pytest.fixture
def world(db) -> World:
    programme = ProgrammeFactory(name="Common Ground", slug="common-ground")
    site = SiteFactory(programme=programme, code="CP4", place="Dunsmere", slug="cp4-dunsmere")
    elsewhere = SiteFactory(programme=programme, code="CP2", place="Brackwater", slug="cp2-brackwater")
    kinds = {
        "team": Role.Kind.PROGRAMME_TEAM,
        "team2": Role.Kind.PROGRAMME_TEAM,
        "broker": Role.Kind.KNOWLEDGE_BROKER,
        "broker2": Role.Kind.KNOWLEDGE_BROKER,
        "adviser": Role.Kind.ADVISER,
        "commissioner": Role.Kind.COMMISSIONER,
        "commissioner_elsewhere": Role.Kind.COMMISSIONER,
    }
    theirs = {"commissioner": [site], "commissioner_elsewhere": [elsewhere]}
    people = {
        name: RoleFactory(programme=programme, kind=kind, sites=theirs.get(name, ())).user
        for name, kind in kinds.items()
    }
    return World(
        programme,
        site,
        elsewhere,
        {
            **people,
            "facilitator": FacilitationFactory(member__site=site).member.user,
            "writer": MemberFactory(site=site).user,
            "member": MemberFactory(site=site).user,
            "elsewhere": FacilitationFactory(member__site=elsewhere).member.user,
            "stranger": FacilitationFactory().member.user,
            "superuser": UserFactory(is_superuser=True, is_staff=True),
        },
    )


@dataclass
class February:
    """What happened."""

    meeting: Meeting
    public: LearningObject
    internal: LearningObject
    evidence: Evidence
    reply: IssueReply
    event: ProgrammeEvent
    next_meeting: Meeting


@pytest.fixture
def month(world) -> February:
    """Something of every sort, in February."""
    meeting = MeetingFactory(site=world.site, number=4, starts_at=february(12))
    for _ in range(3):
        AttendanceFactory(meeting=meeting)
    evidence = EvidenceFactory(programme=world.programme, title="Opening post together", doi="10.1234/post")
    AttachedEvidenceFactory(
        case=CaseFactory(site=world.site), evidence=evidence, attached_at=february(13),
        bottom_line="CANARY bottom line", why_here="CANARY why here",
    )  # fmt: skip
    march = timezone.make_aware(datetime(2026, 3, 19, 14))
    return February(
        meeting=meeting,
        public=world.learning_object("Three keys", audience=Audience.PUBLIC, on=february(20)),
        internal=world.learning_object("For members alone", audience=Audience.PROGRAMME, on=february(21)),
        evidence=evidence,
        reply=world.reply("There is a duty worker on Fridays.", on=february(24), kind="will_change"),
        event=ProgrammeEventFactory(
            programme=world.programme, title="Facilitators’ quarterly", starts_at=march
        ),
        next_meeting=MeetingFactory(site=world.elsewhere, number=2, starts_at=march),
    )


@pytest.fixture
def issue(world, month) -> NewsletterIssue:
    """February's issue, assembled."""
    return actions.assemble(world.programme, month=FEBRUARY)


@pytest.fixture
def approved(world, issue) -> NewsletterIssue:
    actions.send_newsletter_for_checking(issue, by=world.user("broker"))
    return actions.approve(issue, by=world.user("team"))


@pytest.fixture
def sent(world, approved) -> NewsletterIssue:
    """Sent to the members and one outsider."""
    Subscriber.objects.create(
        programme=world.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    return actions.send(approved, by=world.user("team"))


@pytest.fixture
def signed_in(client, world):
    """`signed_in("broker")`: the test client as that person."""

    def sign_in(role: str):
        if role == "visitor":
            client.logout()
        else:
            client.force_login(world.user(role))
        return client

    return sign_in
