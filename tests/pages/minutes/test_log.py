"""The minutes as the log makes them: who came in numbers, what came back, and for each case what was said of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.next_steps.actions.steps import give_feedback
from members.actions import agree
from tests.factories.cases import CommissionerIssueFactory, DiscussionFactory, NextStepFactory
from tests.factories.knowledge import QuestionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, VisitFactory
from tests.factories.members import (
    DisciplineFactory,
    GroundRulesFactory,
    MemberFactory,
)
from tests.pages.minutes.pages import initial

pytestmark = pytest.mark.django_db


def test_the_general_part_says_who_came_in_numbers_and_roles(client, ruth, meeting, site):
    nurse = DisciplineFactory(programme=site.programme, name="Nurse")
    officer = DisciplineFactory(programme=site.programme, name="Probation officer")
    rules = GroundRulesFactory(programme=site.programme, since=date(2012, 1, 1))
    for number, role in enumerate([nurse, nurse, officer]):
        member = MemberFactory(site=site, discipline=role, joined_on=date(2012, 3, 1))
        AttendanceFactory(meeting=meeting, member=member)
        if number:
            agree(member, ground_rules=rules, on=meeting.day, by=ruth)
    for mark in ("apologies", "stand_in"):
        AttendanceFactory(
            meeting=meeting, mark=mark, member=MemberFactory(site=site, joined_on=date(2012, 3, 1))
        )
    VisitFactory(meeting=meeting, name="Vera Visitor", capacity="guest_speaker")

    text = initial(client, meeting)

    assert text == (
        "3 members came: Nurse (2); Probation officer. 1 member sent a stand-in. 1 member sent apologies. "
        "With us: Guest speaker.\n\n"
        f"The ground rules (version {rules.version}) were reaffirmed by 2 of the 3 members here."
    )


def test_the_general_part_counts_what_came_back_and_names_the_next_meeting(client, ruth, meeting, site, case):
    earlier = DiscussionFactory(case=case, meeting=MeetingFactory(site=site, number=2, held=True))
    earlier.meeting.starts_at = meeting.starts_at - timedelta(days=28)
    earlier.meeting.save()
    for outcome in ("helped", "helped", "held_steady"):
        give_feedback(
            NextStepFactory(discussion=earlier, what=f"CANARY {outcome}"),
            outcome=outcome,
            meeting=meeting,
            by=ruth,
        )
    QuestionFactory(site=site, case=None, meeting=meeting, words="Who pays for beds?")
    coming = MeetingFactory(site=site, number=4, place="The upstairs room")

    text = initial(client, meeting)

    assert "3 earlier next steps had feedback: 2 helped, 1 held steady." in text
    assert "Asked of the knowledge broker:\n- Who pays for beds?" in text
    assert f"The next meeting is on {timezone.localtime(coming.starts_at):%A}" in text
    assert "CANARY" not in text


def test_a_cases_part_is_what_was_logged_of_it(client, ruth, meeting, discussion, case, tom):
    later = MeetingFactory(site=case.site, number=5)
    NextStepFactory(discussion=discussion, what="Ring first", owner=tom, due_meeting=later)
    NextStepFactory(discussion=discussion, what="Who else knows?", owner=tom)
    QuestionFactory(site=case.site, case=case, meeting=meeting, words="Does ringing work?")
    CommissionerIssueFactory(
        case=case, site=case.site, theme="capacity", words="Nobody has time",
        raised_at=meeting.starts_at + timedelta(hours=1),
    )  # fmt: skip

    assert initial(client, meeting, f"part_{case.pk}") == (
        "Presented by Tom Hallett.\n\n"
        "She opens no letter.\n\n"
        "Next steps:\n- Ring first. Tom Hallett, by meeting 5.\n- Who else knows? Tom Hallett, by the next meeting.\n\n"
        "Asked of the knowledge broker:\n- Does ringing work?\n\n"
        "For commissioners:\n- Not enough hours: Nobody has time"
    )


def test_a_case_that_only_came_back_has_a_part_of_its_own(client, ruth, meeting, site, case, tom):
    earlier = MeetingFactory(site=site, number=2, starts_at=meeting.starts_at - timedelta(days=28))
    step = NextStepFactory(
        discussion=DiscussionFactory(case=case, meeting=earlier), what="Ring first", owner=tom
    )
    give_feedback(step, outcome="helped", words="She answered.", meeting=meeting, by=ruth)

    assert initial(client, meeting, f"part_{case.pk}") == (
        "Feedback:\n- Ring first. Tom Hallett: Helped. She answered."
    )
    assert not meeting.discussions.exists()
