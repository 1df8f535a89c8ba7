"""The replies of commissioners are on the agenda of the next meeting, and an agenda without one asks for none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.agenda import agenda_of
from tests.cases.commissioning.test_views import publish
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


def test_a_reply_since_the_last_meeting_is_on_the_agenda_and_without_one_nothing_is_read(people):
    issue = CommissionerIssueFactory(case=CaseFactory(site=people.site, presented=True))
    publish(issue, people)
    MeetingFactory(site=people.site, number=50, starts_at=timezone.now() - timedelta(days=2))
    meeting = MeetingFactory(site=people.site, number=51, starts_at=timezone.now() + timedelta(days=3))
    IssueReplyFactory(issue=issue, replied_at=timezone.now() - timedelta(days=3))  # before the last meeting

    agenda = agenda_of(meeting, people.facilitator)
    assert agenda.last
    with CaptureQueriesContext(connection) as asked:
        assert agenda.replies == []
    assert len(asked) == 0

    since = IssueReplyFactory(issue=issue)
    assert agenda_of(meeting, people.facilitator).replies == [since]
