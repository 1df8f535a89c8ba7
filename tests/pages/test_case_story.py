"""A case's page tells its story on one line in time, from the offer to the commissioner's reply."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from cases.clearance import actions as clearance_actions
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import IssueReply
from cases.models import CaseMinutes
from knowledge.library.actions import write_ups
from meetings.models import MinutesApproval, MinutesSharing
from members.models import Role
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.knowledge import AttachedEvidenceFactory, LearningObjectFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory
from tests.factories.sites import SiteFactory

START = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)


def on(day):
    """The clock at two on the day, counted from the first."""
    return time_machine.travel(START + timedelta(days=day))


@pytest.fixture
def table(db):
    """A site with its facilitator, a presenter and a colleague."""
    site = SiteFactory()
    with on(-30):
        people = [
            FacilitationFactory(member=MemberFactory(site=site)).member,
            MemberFactory(site=site),
            MemberFactory(site=site),
        ]
    return site, *people


def meeting(site, day):
    return MeetingFactory(site=site, starts_at=START + timedelta(days=day))


def published(text, presenter, by, colleague):
    clearance_actions.agree(text.case, member=presenter, audience=text.audience, by=presenter.user, text=text)
    clearance_actions.approve(text, sha256=text.sha256, by=colleague.user)
    clearance_actions.publish(text, by=by.user)


def story(client, reader, case):
    """(day, kind) of each ring on the line."""
    client.force_login(reader)
    page = client.get(case.get_absolute_url())
    return page, [((event.at - START).days, event.kind) for event in page.context["events"]]


def test_everything_stands_in_the_order_of_time(client, table):
    site, facilitator, presenter, colleague = table
    commissioner = RoleFactory(programme=site.programme, kind=Role.Kind.COMMISSIONER, sites=[site]).user
    with on(0):
        case = CaseFactory(site=site, presenter=presenter)
    discussion = DiscussionFactory(case=case, meeting=meeting(site, 10))
    later = meeting(site, 40)
    CaseMinutes.objects.create(meeting=discussion.meeting, case=case, text="We talked")
    with on(10):
        step = NextStepFactory(discussion=discussion, owner=colleague)
        issue = issue_actions.raise_issue(case, theme="capacity", words="Too few", by=facilitator.user)
    with on(15):
        AttachedEvidenceFactory(case=case)
    with on(20):
        text = issue_actions.send_issue_for_checking(
            issue, title="Hours", words="Too few", by=facilitator.user
        )
        published(text, presenter, facilitator, colleague)
    with on(30):
        reply = issue_actions.reply(
            issue,
            kind=IssueReply.Kind.LOOKING_INTO_IT,
            words="We look",
            by=commissioner,
            due_on=date(2030, 1, 1),
        )
    MinutesApproval.objects.create(meeting=discussion.meeting, at_meeting=later)
    FeedbackFactory(next_step=step, meeting=later)
    with on(50):
        write_up = LearningObjectFactory(case=case)
        version = write_ups.send_write_up_for_checking(write_up, audience="programme", by=facilitator.user)
        published(version.cleared_text, presenter, facilitator, colleague)

    with on(60):
        page, rings = story(client, colleague.user, case)

    assert rings == [
        (0, "offered"),
        (10, "presented"),
        (10, "issue"),
        (10, "steps"),
        (15, "evidence"),
        (30, "reply"),
        (40, "minutes"),
        (40, "answers"),
        (50, "published"),
    ]
    words = page.content.decode()
    assert reply.words in words
    assert "The minutes of meeting 1 are approved" in words
    assert f"{discussion.meeting.get_absolute_url()}#minutes" in words


def test_minutes_stand_where_they_were_shared_until_they_are_approved(client, table):
    site, _, presenter, colleague = table
    with on(0):
        case = CaseFactory(site=site, presenter=presenter)
    discussion = DiscussionFactory(case=case, meeting=meeting(site, 10))
    part = CaseMinutes.objects.create(meeting=discussion.meeting, case=case, text="We talked")

    with on(20):
        assert (10, "minutes") in story(client, colleague.user, case)[1]
        MinutesSharing.objects.create(meeting=discussion.meeting)
        page, rings = story(client, colleague.user, case)
        assert (20, "minutes") in rings
        assert "are shared" in page.content.decode()
        part.text = ""
        part.save()
        assert "minutes" not in [kind for _, kind in story(client, colleague.user, case)[1]]
