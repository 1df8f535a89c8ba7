"""The room needs no more queries where more people came and more was written, and never more than twenty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.audit_verbs import CaseVerb
from cases.next_steps.models import Feedback
from kit.models import AuditEvent, Draft, Revision, subject_of
from meetings.models import Reply
from members.actions import agree
from members.models import Role
from tests.factories.cases import (
    CaseFactory,
    CommissionerIssueFactory,
    DiscussionFactory,
    FeedbackFactory,
    NextStepFactory,
)
from tests.factories.knowledge import QuestionFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory, VisitFactory
from tests.factories.members import FacilitationFactory, GroundRulesFactory, MemberFactory, RoleFactory

pytestmark = pytest.mark.django_db
MOST = 20


@pytest.fixture
def ruth():
    return FacilitationFactory(member__name="Ruth Adeyemi").member


@pytest.fixture
def earlier(ruth):
    return MeetingFactory(site=ruth.site, number=1, held=True)


@pytest.fixture
def meeting(ruth, earlier):
    GroundRulesFactory(programme=ruth.site.programme, since=earlier.day)
    return MeetingFactory(site=ruth.site, number=2, starts_at=timezone.now() - timedelta(minutes=30))


def once_more(meeting, earlier, ruth):
    """One more of everything that the room can show."""
    site = meeting.site
    here, left, silent = MemberFactory(site=site), MemberFactory(site=site), MemberFactory(site=site)
    AttendanceFactory(meeting=meeting, member=here, mark="present")
    agree(here, ground_rules=meeting.ground_rules, on=meeting.day, by=ruth.user)
    AttendanceFactory(meeting=meeting, member=left, mark="present")
    left.left_on = meeting.day - timedelta(days=1)
    left.save()
    Reply.objects.create(meeting=meeting, member=silent, coming=Reply.Coming.NO)
    VisitFactory(meeting=meeting)
    AgendaItemFactory(meeting=meeting, position=site.members.count())
    MeetingFactory(site=site, number=site.meetings.count() + 1)
    case = CaseFactory(site=site, presentation="What is happening", presenter=here)
    discussion = DiscussionFactory(case=case, meeting=meeting)
    Revision.objects.create(subject=subject_of(case), section="presentation", version=1, text="What")
    Draft.objects.create(user=ruth.user, subject=subject_of(case), section="learning", text="Soon", key="1")
    NextStepFactory(discussion=discussion, owner=here, due_meeting=site.meetings.last())
    CommissionerIssueFactory(case=case)
    QuestionFactory(case=case, meeting=meeting)
    before = DiscussionFactory(case=CaseFactory(site=site), meeting=earlier)
    NextStepFactory(discussion=before, owner=here)
    FeedbackFactory(
        next_step=NextStepFactory(discussion=before, owner=here),
        meeting=meeting,
        outcome=Feedback.Outcome.NOT_YET,
    )


def queries(client, meeting):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("meeting_room", args=[meeting.pk])).status_code == 200
    return len(captured)


@pytest.mark.parametrize("also", [None, Role.Kind.KNOWLEDGE_BROKER])
def test_more_in_the_room_needs_no_more_queries(client, ruth, meeting, earlier, also):
    if also:
        RoleFactory(user=ruth.user, programme=meeting.site.programme, kind=also)
    once_more(meeting, earlier, ruth)
    client.force_login(ruth.user)

    first, again = queries(client, meeting), queries(client, meeting)
    once_more(meeting, earlier, ruth)
    once_more(meeting, earlier, ruth)

    assert (queries(client, meeting), queries(client, meeting)) == (first, again)
    # the first time, it is recorded that the cases were read, and those of the steps with feedback due
    assert (first - again, again <= MOST) == (2, True)


def test_the_room_notes_once_a_day_that_each_of_its_cases_was_read(client, ruth, meeting, earlier):
    once_more(meeting, earlier, ruth)
    once_more(meeting, earlier, ruth)
    client.force_login(ruth.user)

    queries(client, meeting)
    queries(client, meeting)

    shown = [*meeting.discussions.all(), *earlier.discussions.all()]  # on the agenda, and with feedback due
    cases = [discussion.case for discussion in shown]
    read = AuditEvent.objects.filter(verb=CaseVerb.READ, by=ruth.user).values_list("subject", flat=True)
    assert sorted(read) == sorted(subject_of(case) for case in cases)


def test_the_roll_counts_also_who_came_and_left_since(meeting, earlier, ruth):
    once_more(meeting, earlier, ruth)

    roll = meeting.roll()

    assert [member.mark for member in roll.everyone if not member.was_member] == ["present"]
    assert roll.in_words == f"2 here, {len(roll.unmarked)} not marked"
    assert [member.was_member for member in roll.have_not_agreed] == [False]
