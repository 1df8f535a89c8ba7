"""Two sites with people in every role, on 5 March 2026; February, in which something of every sort happened."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from cases.clearance.models import Audience
from cases.commissioning.models import IssueReply
from knowledge.library.models import LearningObject
from knowledge.models import Evidence
from meetings.models import Meeting
from newsletter import actions
from newsletter.models import NewsletterIssue, Subscriber
from sites_app.models import ProgrammeEvent
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import AttachedEvidenceFactory, EvidenceFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.sites import ProgrammeEventFactory
from tests.newsletter.checking import check_and_approve, send_and_check
from tests.newsletter.published import february, learning_object, reply
from tests.people import EVERYBODY, People, cast

FEBRUARY = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _on_5_march(request):
    """The day is 5 March 2026, unless a worker process with a clock of its own takes part."""
    if "worker" in request.fixturenames:
        yield
        return
    with time_machine.travel(datetime(2026, 3, 5, 12, tzinfo=timezone.get_current_timezone())):
        yield


@pytest.fixture
def people(db) -> People:
    """Everybody, somebody who writes, and a second one on the team and at the broker's desk."""
    return cast([*EVERYBODY, "writer", "team2", "broker2"])


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
def month(people) -> February:
    """Something of every sort, in February."""
    meeting = MeetingFactory(site=people.site, number=4, starts_at=february(12))
    for _ in range(3):
        AttendanceFactory(meeting=meeting)
    evidence = EvidenceFactory(programme=people.programme, title="Opening post together", doi="10.1234/post")
    AttachedEvidenceFactory(
        case=CaseFactory(site=people.site), evidence=evidence, attached_at=february(13),
        bottom_line="CANARY bottom line", why_here="CANARY why here",
    )  # fmt: skip
    march = timezone.make_aware(datetime(2026, 3, 19, 14))
    return February(
        meeting=meeting,
        public=learning_object(people, "Three keys", audience=Audience.PUBLIC, on=february(20)),
        internal=learning_object(people, "For members alone", audience=Audience.PROGRAMME, on=february(21)),
        evidence=evidence,
        reply=reply(people, "There is a duty worker on Fridays.", on=february(24), kind="will_change"),
        event=ProgrammeEventFactory(
            programme=people.programme, title="Facilitators’ quarterly", starts_at=march
        ),
        next_meeting=MeetingFactory(site=people.neighbour, number=2, starts_at=march),
    )


@pytest.fixture
def issue(people, month) -> NewsletterIssue:
    """February's issue, assembled."""
    return actions.assemble(people.programme, month=FEBRUARY)


@pytest.fixture
def approved(people, issue) -> NewsletterIssue:
    send_and_check(issue, by=people.user("broker"))
    return check_and_approve(issue, by=people.user("team"))


@pytest.fixture
def sent(people, approved) -> NewsletterIssue:
    """Sent to the members and one outsider."""
    Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    return actions.send(approved, by=people.user("team"))
