"""The verbs of next steps."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Discussion
from cases.next_steps.actions import steps
from cases.next_steps.forms.steps import FeedbackForm
from cases.next_steps.models import Feedback, NextStep
from cases.next_steps.returns import return_of
from kit.dates import month_of, months_after, start_of_day
from kit.errors import RefusedError
from kit.words import month as in_words
from tests.factories.cases import DiscussionFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def discussion(case):
    return case.discussions.get()


# --- Next steps


def add_step(discussion, people, **fields):
    fields = {"what": "Ring before writing", "owner": people.members.member} | fields
    return steps.add_next_step(discussion, by=people.facilitator, **fields)


def test_next_steps_stand_in_the_order_in_which_they_were_agreed(people, discussion):
    first, second = add_step(discussion, people), add_step(discussion, people, what="Open the post together")

    assert [first.position, second.position] == [1, 2]
    assert add_step(discussion, people, what="Ring  before writing") == first


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"what": " "}, "what to try"),
        ({"what": "x" * 301}, "300 characters"),
    ],
)
def test_a_next_step_says_what(people, discussion, fields, why):
    with pytest.raises(RefusedError, match=why):
        add_step(discussion, people, **fields)


def test_a_next_step_belongs_to_somebody_who_is_there(people, discussion):
    left = MemberFactory(site=people.site, left_on=date.today() - timedelta(days=30))

    with pytest.raises(RefusedError, match="another site"):
        add_step(discussion, people, owner=people.members.elsewhere)
    with pytest.raises(RefusedError, match="has left"):
        add_step(discussion, people, owner=left)


def test_a_next_step_is_due_at_a_later_meeting_of_the_site(people, discussion):
    early = MeetingFactory(site=people.site, starts_at=discussion.meeting.starts_at - timedelta(days=30))

    for meeting in (
        MeetingFactory(site=people.neighbour), early, discussion.meeting,
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            add_step(discussion, people, due_meeting=meeting)

    later = MeetingFactory(site=people.site)
    assert add_step(discussion, people, due_meeting=later).due_meeting == later


def answer(step, people, outcome="helped", **fields):
    return steps.give_feedback(step, outcome=outcome, by=people.facilitator, **fields)


def test_an_answer_is_its_owners_where_nobody_else_is_named(people, discussion):
    step = add_step(discussion, people)

    feedback = answer(step, people, words="It was quieter.")

    assert feedback.given_by == people.members.member
    assert feedback.recorded_by == people.facilitator
    assert not NextStep.objects.awaiting_feedback().exists()
    assert answer(step, people, words="It was quieter.") == feedback


def test_a_step_that_has_its_answer_takes_no_other(people, discussion):
    step = add_step(discussion, people)
    answer(step, people)

    with pytest.raises(RefusedError, match="already has feedback"):
        answer(step, people, "worse")


def test_not_tried_says_why(people, discussion):
    step = add_step(discussion, people)

    with pytest.raises(RefusedError, match="why it was not tried"):
        answer(step, people, "not_tried")
    assert answer(step, people, "not_tried", words="She moved to her sister's.").outcome == "not_tried"


def test_not_yet_brings_a_step_back_as_often_as_it_takes_in_a_month_from_the_third_time_on(
    people, discussion
):
    step = add_step(discussion, people)
    soon = MeetingFactory(site=people.site, number=8, starts_at=timezone.now() + timedelta(days=3))
    late = MeetingFactory(site=people.site, number=9, starts_at=start_of_day(months_after(month_of(), 4)))

    for words in ("Waiting list", "Still waiting"):
        answer(step, people, "not_yet", words=words)
        assert NextStep.objects.awaiting_feedback().get() == step
        assert NextStep.objects.due_at(soon).exists()
    with pytest.raises(RefusedError, match="Choose the month"):
        answer(step, people, "not_yet", words="It never ends")
    with pytest.raises(RefusedError, match="month to come"):
        answer(step, people, "not_yet", words="It never ends", ask_again_in=month_of())
    answer(step, people, "not_yet", words="It never ends", ask_again_in=months_after(month_of(), 3))

    waiting = NextStep.objects.awaiting_feedback().with_feedback_dates().get()
    assert waiting.due_in_words == f"at the first meeting from {in_words(months_after(month_of(), 3))} on"
    assert "in the month that you choose" in FeedbackForm(step=step, for_anyone=False).note
    assert not NextStep.objects.due_at(soon).exists()
    assert NextStep.objects.due_at(late).get() == step
    assert return_of(waiting, [soon, late]).at == return_of(step, [soon, late]).at == late
    assert (waiting.times_not_yet, waiting.not_before) == (3, start_of_day(months_after(month_of(), 3)))
    assert waiting.not_yet_in_words.startswith("“Not yet” 3 times. Agreed on ")
    answer(step, people, "helped")
    assert not NextStep.objects.awaiting_feedback().exists()


def test_the_same_not_yet_later_or_with_another_month_is_a_new_answer(people, discussion):
    step = add_step(discussion, people)
    first = answer(step, people, "not_yet")

    assert answer(step, people, "not_yet") == first
    for said in (1, 2):
        step.feedback.update(at=timezone.now() - timedelta(days=30))
        month = months_after(month_of(), said) if said == 2 else None
        assert answer(step, people, "not_yet", ask_again_in=month) != first
    assert answer(step, people, "not_yet", ask_again_in=months_after(month_of(), 2)) == step.feedback.last()
    answer(step, people, "not_yet", ask_again_in=months_after(month_of(), 5))

    assert NextStep.objects.awaiting_feedback().get().times_not_yet == 4


def test_only_not_yet_names_a_month(people, discussion):
    step = add_step(discussion, people)

    assert answer(step, people, "helped", ask_again_in=months_after(month_of(), 3)).ask_again_from is None


def test_a_step_comes_back_at_the_next_meeting_until_it_is_answered(people, discussion):
    step = add_step(discussion, people)
    coming, after = (
        MeetingFactory(site=people.site),
        MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=40)),
    )
    due_later = add_step(discussion, people, what="Ask for a joint review", due_meeting=after)

    assert list(NextStep.objects.due_at(coming)) == [step]
    assert list(NextStep.objects.due_at(after)) == [step, due_later]

    answer(step, people)
    assert list(NextStep.objects.due_at(after)) == [due_later]


def test_no_longer_possible_ends_all_asking_about_the_case(people, discussion):
    first, second = add_step(discussion, people), add_step(discussion, people, what="Open the post together")

    answer(first, people, "no_longer_possible", words="He died in March.")

    assert not NextStep.objects.awaiting_feedback().exists()
    with pytest.raises(RefusedError, match="no longer needs feedback"):
        answer(second, people)


def test_feedback_is_heard_at_a_later_meeting_of_the_site(people, discussion):
    step = add_step(discussion, people)

    for meeting in (
        discussion.meeting, MeetingFactory(site=people.neighbour), MeetingFactory(site=people.site, cancelled=True),
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            answer(step, people, meeting=meeting)
    with pytest.raises(RefusedError, match="another site"):
        answer(step, people, given_by=people.members.elsewhere)
    with pytest.raises(RefusedError, match="Choose an answer"):
        answer(step, people, "splendid")
    assert not Feedback.objects.exists()


def test_a_step_is_answered_once_a_meeting(people, discussion):
    step, meeting = add_step(discussion, people), MeetingFactory(site=people.site)
    answer(step, people, "not_yet", meeting=meeting, words="Waiting list")

    with pytest.raises(RefusedError, match="from that meeting"):
        answer(step, people, meeting=meeting)


def test_a_case_in_two_meetings_keeps_its_steps_apart(people, case):
    later = DiscussionFactory(case=case, meeting=MeetingFactory(site=people.site))
    NextStepFactory(discussion=later)

    assert Discussion.objects.filter(next_steps__isnull=False).get() == later
