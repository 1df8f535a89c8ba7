"""The verbs of next steps."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Discussion
from cases.next_steps.actions import steps
from cases.next_steps.models import Feedback, NextStep
from kit.errors import RefusedError
from tests.factories.cases import DiscussionFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def discussion(case):
    return case.discussions.get()


# --- Next steps


def add_step(discussion, place, **fields):
    fields = {"what": "Ring before writing", "owner": place.members.colleague} | fields
    return steps.add_next_step(discussion, by=place.facilitator, **fields)


def test_next_steps_stand_in_the_order_in_which_they_were_agreed(place, discussion):
    first, second = add_step(discussion, place), add_step(discussion, place, what="Open the post together")

    assert [first.position, second.position] == [1, 2]
    assert add_step(discussion, place, what="Ring  before writing") == first


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"what": " "}, "what to try"),
        ({"what": "x" * 301}, "300 characters"),
    ],
)
def test_a_next_step_says_what(place, discussion, fields, why):
    with pytest.raises(RefusedError, match=why):
        add_step(discussion, place, **fields)


def test_a_next_step_belongs_to_somebody_who_is_there(place, discussion):
    left = MemberFactory(site=place.site, left_on=date.today() - timedelta(days=30))

    with pytest.raises(RefusedError, match="another site"):
        add_step(discussion, place, owner=place.members.elsewhere)
    with pytest.raises(RefusedError, match="has left"):
        add_step(discussion, place, owner=left)


def test_a_next_step_is_due_at_a_later_meeting_of_the_site(place, discussion):
    early = MeetingFactory(site=place.site, starts_at=discussion.meeting.starts_at - timedelta(days=30))

    for meeting in (
        MeetingFactory(site=place.other_site), early, discussion.meeting,
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            add_step(discussion, place, due_meeting=meeting)

    later = MeetingFactory(site=place.site)
    assert add_step(discussion, place, due_meeting=later).due_meeting == later


def answer(step, place, outcome="helped", **fields):
    return steps.give_feedback(step, outcome=outcome, by=place.facilitator, **fields)


def test_an_answer_is_its_owners_where_nobody_else_is_named(place, discussion):
    step = add_step(discussion, place)

    feedback = answer(step, place, words="It was quieter.")

    assert feedback.given_by == place.members.colleague
    assert feedback.recorded_by == place.facilitator
    assert not NextStep.objects.awaiting_feedback().exists()
    assert answer(step, place, words="It was quieter.") == feedback


def test_a_step_that_has_its_answer_takes_no_other(place, discussion):
    step = add_step(discussion, place)
    answer(step, place)

    with pytest.raises(RefusedError, match="already has feedback"):
        answer(step, place, "worse")


def test_not_tried_says_why(place, discussion):
    step = add_step(discussion, place)

    with pytest.raises(RefusedError, match="why it was not tried"):
        answer(step, place, "not_tried")
    assert answer(step, place, "not_tried", words="She moved to her sister's.").outcome == "not_tried"


def test_not_yet_brings_a_step_back_once_and_is_final_the_second_time(place, discussion):
    step = add_step(discussion, place)

    answer(step, place, "not_yet", words="Waiting list")
    assert NextStep.objects.awaiting_feedback().get() == step

    answer(step, place, "not_yet", words="Still waiting")
    assert not NextStep.objects.awaiting_feedback().exists()
    with pytest.raises(RefusedError, match="already has feedback"):
        answer(step, place)


def test_a_step_comes_back_at_the_next_meeting_until_it_is_answered(place, discussion):
    step = add_step(discussion, place)
    coming, after = (
        MeetingFactory(site=place.site),
        MeetingFactory(site=place.site, starts_at=timezone.now() + timedelta(days=40)),
    )
    due_later = add_step(discussion, place, what="Ask for a joint review", due_meeting=after)

    assert list(NextStep.objects.due_at(coming)) == [step]
    assert list(NextStep.objects.due_at(after)) == [step, due_later]

    answer(step, place)
    assert list(NextStep.objects.due_at(after)) == [due_later]


def test_no_longer_possible_ends_all_asking_about_the_case(place, discussion):
    first, second = add_step(discussion, place), add_step(discussion, place, what="Open the post together")

    answer(first, place, "no_longer_possible", words="He died in March.")

    assert not NextStep.objects.awaiting_feedback().exists()
    with pytest.raises(RefusedError, match="no longer needs feedback"):
        answer(second, place)


def test_feedback_is_heard_at_a_later_meeting_of_the_site(place, discussion):
    step = add_step(discussion, place)

    for meeting in (
        discussion.meeting, MeetingFactory(site=place.other_site), MeetingFactory(site=place.site, cancelled=True),
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            answer(step, place, meeting=meeting)
    with pytest.raises(RefusedError, match="another site"):
        answer(step, place, given_by=place.members.elsewhere)
    with pytest.raises(RefusedError, match="Choose an answer"):
        answer(step, place, "splendid")
    assert not Feedback.objects.exists()


def test_a_step_is_answered_once_a_meeting(place, discussion):
    step, meeting = add_step(discussion, place), MeetingFactory(site=place.site)
    answer(step, place, "not_yet", meeting=meeting, words="Waiting list")

    with pytest.raises(RefusedError, match="from that meeting"):
        answer(step, place, meeting=meeting)


def test_a_case_in_two_meetings_keeps_its_steps_apart(place, case):
    later = DiscussionFactory(case=case, meeting=MeetingFactory(site=place.site))
    NextStepFactory(discussion=later)

    assert Discussion.objects.filter(next_steps__isnull=False).get() == later
