"""What changes about a next step afterwards: an answer put right, a step handed over, a meeting called off, a stand-in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.next_steps.actions import changes, steps
from cases.next_steps.models import Feedback, FeedbackCorrection, NextStep
from cases.next_steps.returns import with_returns
from kit.errors import RefusedError
from kit.models import Revision
from meetings import actions as meeting_actions
from tests.cases.pages import url, words_of
from tests.factories.cases import NextStepFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def discussion(case):
    return case.discussions.get()


@pytest.fixture
def step(discussion, people):
    return NextStepFactory(discussion=discussion, owner=people.members.member)


@pytest.fixture
def heard(people):
    """Yesterday's meeting, where steps came back."""
    return MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(days=1))


def answer(step, people, outcome="helped", **fields):
    return steps.give_feedback(step, outcome=outcome, by=people.facilitator, **fields)


# --- An answer put right


def test_a_corrected_answer_keeps_what_it_said_before(people, step, heard):
    feedback = answer(step, people, words="It was quieter.", meeting=heard)

    changes.correct_feedback(feedback, outcome="held_steady", words="No change.", by=people.facilitator)

    feedback.refresh_from_db()
    assert (feedback.outcome, feedback.words) == ("held_steady", "No change.")
    before = FeedbackCorrection.objects.get()
    assert (before.outcome, before.words, before.by) == ("helped", "It was quieter.", people.facilitator)


def test_the_same_answer_again_is_no_correction(people, step):
    feedback = answer(step, people, words="It was quieter.")

    assert not changes.correct_feedback(
        feedback, outcome="helped", words=" It was quieter. ", by=people.facilitator
    )
    assert not FeedbackCorrection.objects.exists()


def test_once_the_meeting_is_closed_a_correction_needs_a_reason(people, step, heard):
    feedback = answer(step, people, meeting=heard)
    AttendanceFactory(meeting=heard, member=people.members.member)
    meeting_actions.close(heard, by=people.facilitator)
    feedback.refresh_from_db()

    with pytest.raises(RefusedError, match="the reason for the change"):
        changes.correct_feedback(feedback, outcome="worse", words="", by=people.facilitator)
    changes.correct_feedback(feedback, outcome="worse", words="", reason="Misheard", by=people.facilitator)
    assert FeedbackCorrection.objects.get().reason == "Misheard"


def test_an_answer_given_in_between_needs_one_once_the_next_meeting_is_closed(people, step):
    feedback = answer(step, people)
    assert not changes.needs_a_reason(feedback)

    MeetingFactory(site=people.site, closed_at=timezone.now())

    assert changes.needs_a_reason(feedback)


def test_an_earlier_answer_stays_what_it_was(people, step):
    first = answer(step, people, "not_yet", words="Waiting list")
    answer(step, people, "helped")

    with pytest.raises(RefusedError, match="later feedback"):
        changes.correct_feedback(first, outcome="worse", words="", by=people.facilitator)
    changes.correct_feedback(first, outcome="not_yet", words="On a list", by=people.facilitator)


def test_not_tried_says_why_there_too(people, step):
    with pytest.raises(RefusedError, match="why it was not tried"):
        changes.correct_feedback(answer(step, people), outcome="not_tried", words=" ", by=people.facilitator)


def test_the_owner_corrects_their_own_answer_and_everybody_sees_it(people, case, step, heard, sign_in):
    feedback = answer(step, people, words="It was quieter.", meeting=heard)
    client = sign_in(people.member)

    page = client.get(url("next_steps:feedback_correct", feedback.pk))
    response = client.post(
        url("next_steps:feedback_correct", feedback.pk),
        {"outcome": "no_change", "words": "It was as before.", "reason": "Mixed up"},
    )

    assert "It was quieter." in words_of(page)
    assert response.url == url("next_steps:feedback_give", step.pk)
    assert "Before: helped, “It was quieter.”" in words_of(client.get(response.url))
    told = words_of(sign_in(people.presenter).get(case.get_absolute_url()))
    assert "corrected on" in told
    assert "because “Mixed up”" in told


@pytest.mark.parametrize(
    ("role", "status"), [("stranger", 404), ("presenter", 403), ("broker", 403), ("commissioner", 404)]
)
def test_nobody_else_corrects_an_answer(people, step, sign_in, role, status):
    feedback = answer(step, people)

    response = sign_in(getattr(people, role)).post(
        url("next_steps:feedback_correct", feedback.pk), {"outcome": "worse"}
    )

    assert response.status_code == status


def test_a_correction_without_its_reason_is_asked_for_with_what_was_typed(people, step, heard, sign_in):
    feedback = answer(step, people, meeting=heard)
    heard.closed_at = timezone.now()
    heard.save()

    response = sign_in(people.facilitator).post(
        url("next_steps:feedback_correct", feedback.pk), {"outcome": "worse", "words": "Typed with care."}
    )

    assert response.status_code == 422
    assert "Enter the reason for the change" in words_of(response)
    assert "Typed with care." in words_of(response)


# --- Who said it


def test_what_somebody_without_an_account_said_is_marked_so(people, discussion):
    ken = MemberFactory(site=people.site, without_account=True, name="Ken Ward")
    people.facilitator.name = "Ruth Adeyemi"

    feedback = answer(NextStepFactory(discussion=discussion, owner=ken), people)

    assert feedback.attribution == "Ken, recorded by Ruth"


def test_what_the_owner_typed_is_theirs(people, step):
    feedback = steps.give_feedback(step, outcome="helped", by=people.member)

    assert feedback.attribution == people.members.member.first_name


def test_a_stand_in_speaks_for_the_absent_owner_in_the_room(people, step, heard):
    AttendanceFactory(meeting=heard, member=people.members.member, mark="stand_in", stand_in_name="Pat Stone")
    people.facilitator.name = "Ruth Adeyemi"

    feedback = answer(step, people, meeting=heard)

    assert feedback.given_by is None
    assert feedback.attribution == "Pat Stone, recorded by Ruth"


def test_the_facilitator_says_who_spoke_for_the_owner(people, case, step, sign_in):
    client = sign_in(people.facilitator)

    client.post(
        url("next_steps:feedback_give", step.pk), {"outcome": "helped", "stand_in_name": " Pat  Stone "}
    )

    assert Feedback.objects.get().stand_in_name == "Pat Stone"
    assert "Pat Stone, recorded by" in words_of(client.get(case.get_absolute_url()))


# --- Handing over


def test_a_step_of_somebody_who_left_goes_to_another(people, step, sign_in):
    new = MemberFactory(site=people.site)
    people.members.member.left_on = date.today()
    people.members.member.save()
    client = sign_in(people.facilitator)
    steps_page = url("next_steps:next_step_list", people.site.slug)

    assert "No owner" in words_of(client.get(steps_page))
    response = client.post(url("next_steps:step_hand_over", step.pk), {"to": new.pk})

    step.refresh_from_db()
    assert (response.url, step.owner) == (steps_page, new)
    assert step.hand_overs.get().from_member == people.members.member
    assert "No owner" not in words_of(client.get(steps_page))
    assert f"passed it to {new.name}" in words_of(client.get(url("next_steps:feedback_give", step.pk)))


def test_a_step_is_not_handed_to_who_can_not_try_it(people, step, case):
    knows_them = MemberFactory(site=people.site)
    case.stepped_out.create(member=knows_them)
    left = MemberFactory(site=people.site, left_on=date.today())

    for member, why in [
        (people.members.elsewhere, "another site"),
        (left, "not a member now"),
        (knows_them, "cannot own this next step"),
    ]:
        with pytest.raises(RefusedError, match=why):
            changes.hand_over(step, to=member, by=people.facilitator)
    answer(step, people)
    with pytest.raises(RefusedError, match="This next step is closed"):
        changes.hand_over(step, to=people.members.presenter, by=people.facilitator)


@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("member", 403), ("team", 403)])
def test_only_the_facilitator_hands_a_step_over(people, step, sign_in, role, status):
    response = sign_in(getattr(people, role)).post(
        url("next_steps:step_hand_over", step.pk), {"to": people.members.presenter.pk}
    )

    assert response.status_code == status
    assert NextStep.objects.get().owner == people.members.member


def test_handing_over_to_nobody_is_asked_again(people, step, sign_in):
    response = sign_in(people.facilitator).post(url("next_steps:step_hand_over", step.pk), {"to": ""})

    assert response.status_code == 422
    assert "Choose the new owner" in words_of(response)


# --- A meeting that is called off or moved


def test_a_step_due_at_a_meeting_called_off_comes_back_at_the_next_and_says_so(people, discussion, sign_in):
    due = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=10))
    after = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=40))
    step = steps.add_next_step(
        discussion, what="Ring first", owner=people.members.member, due_meeting=due, by=people.facilitator
    )
    meeting_actions.cancel(due, because="Snow", by=people.facilitator)

    (found,) = with_returns(NextStep.objects.due_at(after).with_feedback_dates())

    assert (found, found.returns.at, found.returns.was_cancelled) == (step, after, True)
    assert "which was cancelled" in found.returns.moved
    client = sign_in(people.facilitator)
    for page in (
        url("next_steps:next_step_list", people.site.slug), url("next_steps:feedback_give", step.pk), after.get_absolute_url(),
        discussion.case.get_absolute_url(), url("next_steps:next_step_add", discussion.pk),
    ):  # fmt: skip
        assert "which was cancelled" in words_of(client.get(page)), page


def test_a_step_for_the_next_meeting_says_that_this_was_called_off(people, discussion):
    following = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=10))
    step = NextStepFactory(discussion=discussion, owner=people.members.member)
    assert with_returns([step])[0].returns.moved == ""

    meeting_actions.cancel(following, because="Snow", by=people.facilitator)

    returns = with_returns([step])[0].returns
    assert (returns.at, returns.moved_from) == (None, following.starts_at)


def test_a_step_due_at_a_meeting_that_was_moved_says_from_when(people, discussion):
    due = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=10))
    step = steps.add_next_step(
        discussion, what="Ring first", owner=people.members.member, due_meeting=due, by=people.facilitator
    )
    before = due.starts_at
    due.starts_at += timedelta(days=3)
    due.save()

    step = NextStep.objects.get(pk=step.pk)
    returns = with_returns([step])[0].returns

    assert (returns.at, returns.moved_from, returns.was_cancelled) == (due, before, False)
    assert "moved from" in step.due_in_words


def test_a_meeting_called_off_while_somebody_chose_it_loses_nothing(people, discussion, sign_in):
    due = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=10))
    after = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=40))
    client = sign_in(people.facilitator)
    meeting_actions.cancel(due, because="Snow", by=people.facilitator)

    response = client.post(
        url("next_steps:next_step_add", discussion.pk),
        {"what_1": "Ring first", "owner_1": people.members.member.pk, "due_1": due.pk},
        follow=True,
    )

    assert NextStep.objects.due_at(after).get().what == "Ring first"
    assert "has been cancelled, so feedback on “Ring first” will be due on" in words_of(response)


def test_an_owner_who_left_is_refused_with_everything_kept(people, discussion, sign_in):
    left = MemberFactory(site=people.site, name="Lee Gone", left_on=discussion.meeting.day)

    response = sign_in(people.facilitator).post(
        url("next_steps:next_step_add", discussion.pk), {"what_1": "Ring first", "owner_1": left.pk}
    )

    assert response.status_code == 422
    assert "Lee Gone has left. Choose a current member." in words_of(response)
    assert "Ring first" in words_of(response)
    assert not NextStep.objects.exists()


# --- A step put into other words, or removed


def test_a_step_in_other_words_keeps_the_words_before(step, people):
    before = step.what

    changes.edit_step(step, what="Ring at  noon", due_meeting=None, by=people.facilitator)

    assert NextStep.objects.get().what == "Ring at noon"
    texts = Revision.objects.of(step, "what").order_by("version").values_list("text", "by")
    assert list(texts) == [(before, step.added_by_id), ("Ring at noon", people.facilitator.pk)]


def test_saying_the_same_again_keeps_nothing(step, people):
    changes.edit_step(step, what=step.what, due_meeting=None, by=people.facilitator)

    assert not Revision.objects.of(step).exists()


def test_feedback_is_due_only_after_the_meeting_where_it_was_agreed(step, people):
    with pytest.raises(RefusedError, match="later meeting"):
        changes.edit_step(step, what="Ring", due_meeting=step.discussion.meeting, by=people.facilitator)


def test_the_page_of_the_case_leads_the_facilitator_to_edit_and_remove_a_step(step, people, signed_in):
    client = signed_in("facilitator")

    assert (
        url("next_steps:step_edit", step.pk)
        in client.get(step.discussion.case.get_absolute_url()).content.decode()
    )
    page = client.get(url("next_steps:step_edit", step.pk)).content.decode()
    assert ("Remove this next step" in page, "{%" in page) == (True, False)
    assert client.post(url("next_steps:step_remove", step.pk)).url == step.discussion.case.get_absolute_url()
    assert not NextStep.objects.exists()


def test_a_member_is_not_led_to_edit_a_step(step, people, signed_in):
    page = signed_in("member").get(step.discussion.case.get_absolute_url()).content.decode()

    assert url("next_steps:step_edit", step.pk) not in page
