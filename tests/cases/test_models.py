"""What cases, steps and texts know about themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText, audiences_up_to
from cases.commissioning.models import CommissionerIssue
from cases.models import Case, Need, Theme
from cases.next_steps.timeline import stepline
from pages.case_progress import with_progress
from tests.cases.checking import agree, approve, send_for_checking
from tests.factories.cases import (
    CaseFactory,
    CommissionerIssueFactory,
    DiscussionFactory,
    FeedbackFactory,
    NextStepFactory,
)
from tests.factories.meetings import MeetingFactory
from tests.factories.sites import SiteFactory
from tests.people import EVERYBODY as ROLES


def test_the_vocabularies_are_there_from_the_start(db):
    assert Theme.objects.filter(slug="post-and-debt", name="post and debt").exists()
    assert (Theme.objects.count(), Need.objects.count()) == (18, 10)


def test_each_audience_includes_the_narrower_ones(db):
    assert audiences_up_to("commissioners") == [Audience.PROGRAMME, Audience.COMMISSIONERS]


def progress(case) -> tuple:
    found = with_progress(Case.objects.all()).get(pk=case.pk)
    return found.progress, found.step_count, found.open_steps


def test_a_case_comes_from_offered_to_written_up(people):
    case = CaseFactory(site=people.site, presenter=people.members.presenter)
    assert progress(case) == ("offered", 0, 0)

    discussion = DiscussionFactory(case=case, meeting=MeetingFactory(site=people.site))
    assert progress(case) == ("coming", 0, 0)

    discussion.meeting.starts_at = timezone.now() - timedelta(days=9)
    discussion.meeting.save()
    first, second = NextStepFactory.create_batch(2, discussion=discussion)
    assert progress(case) == ("presented", 2, 2)

    FeedbackFactory(next_step=first)
    FeedbackFactory(next_step=second, outcome="not_yet")
    assert progress(case) == ("presented", 2, 1)

    FeedbackFactory(next_step=second, outcome="not_yet")
    assert progress(case) == ("presented", 2, 1)

    FeedbackFactory(next_step=second, outcome="not_tried")
    assert progress(case) == ("answered", 2, 0)

    text = send_for_checking(case, by=people.facilitator)
    assert progress(case) == ("being_checked", 2, 0)

    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    assert progress(case) == ("written_up", 2, 0)


def test_a_case_at_a_cancelled_meeting_is_not_presented(people):
    case = CaseFactory(site=people.site)
    DiscussionFactory(case=case, meeting=MeetingFactory(site=people.site, held=True, cancelled=True))

    assert not case.is_presented
    assert case not in Case.objects.presented()
    assert progress(case) == ("offered", 0, 0)


# --- Who reads what was published


def reads(people, text) -> set[str]:
    return {
        role
        for role in ROLES
        if ClearedText.objects.readable_by(getattr(people, role)).filter(pk=text.pk).exists()
    }


def publish(case, people, audience, kind):
    text = clearance_actions.send_for_checking(
        {"title": "What we learned"}, kind=kind, audience=audience, programme=people.programme,
        site=people.site, case=case, authors=[], by=people.facilitator,
    )  # fmt: skip
    agree(case, people)
    approve(text, people.member)
    approve(text, people.broker)
    clearance_actions.publish(text, by=people.facilitator)
    return text


MEMBERS = {"facilitator", "presenter", "member", "elsewhere", "broker", "team", "adviser"}
COMMISSIONERS = {"commissioner", "commissioner_elsewhere"}


@pytest.mark.parametrize(
    ("kind", "audience", "readers"),
    [
        ("learning_object", "programme", MEMBERS),
        ("learning_object", "commissioners", MEMBERS | COMMISSIONERS),
        ("learning_object", "public", MEMBERS | COMMISSIONERS | {"superuser", "stranger"}),
        ("commissioner_issue", "commissioners", MEMBERS - {"elsewhere"} | {"commissioner"}),
        ("commissioner_issue", "public", MEMBERS | COMMISSIONERS | {"superuser", "stranger"}),
    ],
)
def test_who_reads_a_published_text(people, case, kind, audience, readers):
    assert reads(people, publish(case, people, audience, kind)) == readers


def test_commissioners_and_members_of_every_site_read_an_issue_for_every_site(people, case):
    text = clearance_actions.send_for_checking(
        {"title": "Letters"}, kind="commissioner_issue", audience="commissioners", programme=people.programme,
        site=people.site, case=case, authors=[], by=people.facilitator, is_for_every_site=True,
    )  # fmt: skip
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)

    assert reads(people, text) == MEMBERS | COMMISSIONERS


def test_a_site_whose_issue_is_counted_under_another_reads_its_words(people, case):
    text = publish(case, people, "commissioners", "commissioner_issue")
    issue = CommissionerIssueFactory(case=case)
    issue.wordings.create(cleared_text=text)
    other = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    assert "elsewhere" not in reads(people, text)

    other.merged_into = issue
    other.save()

    assert {"elsewhere", "commissioner_elsewhere"} <= reads(people, text)
    assert issue in CommissionerIssue.objects.readable_by(people.commissioner_elsewhere)


# --- The line of the next steps


def line_of(case):
    steps = [step for discussion in case.discussions.all() for step in discussion.next_steps.all()]
    meetings = list(case.site.meetings.not_cancelled().order_by("starts_at"))
    open_steps = set(type(steps[0]).objects.awaiting_feedback().values_list("pk", flat=True))
    found = stepline(steps, meetings, open_steps)
    numbers = [meeting.number if meeting else None for meeting in found.meetings]
    return numbers, [[(mark.place, mark.shape) for mark in row.marks] for row in found.rows]


@pytest.fixture
def four_meetings(db):
    site = SiteFactory()
    days = [-60, -30, -2, 20]
    return [
        MeetingFactory(site=site, number=number, starts_at=timezone.now() + timedelta(days=day))
        for number, day in enumerate(days, start=1)
    ]


def test_the_line_runs_from_where_a_step_was_agreed_to_its_answer(four_meetings):
    first, second, third, _ = four_meetings
    case = CaseFactory(site=first.site)
    discussion = DiscussionFactory(case=case, meeting=first)
    quick, slow = (
        NextStepFactory(discussion=discussion, position=1),
        NextStepFactory(discussion=discussion, position=2),
    )
    FeedbackFactory(next_step=quick, meeting=second)
    FeedbackFactory(next_step=slow, meeting=second, outcome="not_yet")
    FeedbackFactory(next_step=slow, meeting=third, outcome="no_change")

    numbers, marks = line_of(case)

    assert numbers == [1, 2, 3]
    assert marks == [
        [("from", "same"), ("to", "helped"), ("", "")],
        [("from", "same"), ("via", "untried"), ("to", "same")],
    ]


def test_an_open_step_leads_to_the_meeting_where_it_is_due(four_meetings):
    *_, third, _ = four_meetings
    case = CaseFactory(site=third.site)
    NextStepFactory(discussion=DiscussionFactory(case=case, meeting=third))

    numbers, marks = line_of(case)

    assert numbers == [3, 4, None]
    assert marks == [[("from", "same"), ("to", "untried"), ("", "")]]


def test_the_line_has_three_columns_at_most_however_long_an_answer_takes(four_meetings):
    first, _, third, fourth = four_meetings
    case = CaseFactory(site=first.site)
    discussion = DiscussionFactory(case=case, meeting=first)
    FeedbackFactory(next_step=NextStepFactory(discussion=discussion), meeting=third, outcome="worse")
    FeedbackFactory(next_step=NextStepFactory(discussion=discussion), meeting=fourth, outcome="held_steady")

    numbers, marks = line_of(case)

    assert numbers == [1, 3, 4]
    assert marks == [
        [("from", "same"), ("to", "worse"), ("", "")],
        [("from", "same"), ("via", ""), ("to", "steady")],
    ]
