"""Next steps in the room: who answered for whom, an owner who left, a meeting called off while it was being chosen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.next_steps.models import Feedback, NextStep
from kit.dates import month_of, months_after, start_of_day
from kit.privacy.striking import LEFT
from meetings.actions import cancel
from tests.cases.pages import words_of
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import MemberFactory
from tests.pages.privacy import asking
from tests.reading import one_line


@pytest.fixture
def meeting(people):
    return MeetingFactory(site=people.site, number=2, starts_at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def discussion(meeting):
    return DiscussionFactory(case=CaseFactory(site=meeting.site), meeting=meeting)


@pytest.fixture
def step(people, meeting):
    """Agreed a month ago by somebody who sent a stand-in today."""
    earlier = MeetingFactory(site=people.site, number=1, starts_at=timezone.now() - timedelta(days=30))
    AttendanceFactory(
        meeting=meeting, member=people.members.member, mark="stand_in", stand_in_name="Pat Stone"
    )
    before = DiscussionFactory(case=CaseFactory(site=people.site), meeting=earlier)
    return NextStepFactory(discussion=before, owner=people.members.member)


@pytest.fixture
def room(client, people, meeting):
    client.force_login(people.facilitator)
    return reverse("meeting_room", args=[meeting.pk])


def test_an_answer_in_the_room_is_the_stand_ins_where_one_came(client, room, step):
    client.post(room, {f"outcome_{step.pk}": "helped", f"said_{step.pk}": "It was quieter."})

    assert Feedback.objects.get().stand_in_name == "Pat Stone"
    assert "“It was quieter.” Pat Stone, recorded by" in " ".join(words_of(client.get(room)).split())


def test_an_owner_who_left_meanwhile_is_refused_with_the_row_kept(client, room, discussion, meeting):
    left = MemberFactory(site=meeting.site, name="Lee Gone", left_on=meeting.day)

    response = client.post(
        room, {f"what_{discussion.pk}_1": "Ring first", f"owner_{discussion.pk}_1": left.pk}
    )

    assert response.status_code == 422
    assert "Lee Gone has left. Choose a current member." in words_of(response)
    assert "Ring first" in words_of(response)
    assert not NextStep.objects.exists()


def test_a_meeting_called_off_while_it_was_chosen_moves_the_step_and_says_so(
    client,
    room,
    people,
    discussion,
):
    due = MeetingFactory(site=people.site, number=3, starts_at=timezone.now() + timedelta(days=10))
    after = MeetingFactory(site=people.site, number=4, starts_at=timezone.now() + timedelta(days=40))
    typed = {
        f"what_{discussion.pk}_1": "Ring first",
        f"owner_{discussion.pk}_1": people.members.member.pk,
        f"due_{discussion.pk}_1": due.pk,
    }
    cancel(due, because="Snow", by=people.facilitator)

    page = words_of(client.post(room, typed, follow=True))

    assert NextStep.objects.due_at(after).get().what == "Ring first"
    assert "has been cancelled, so feedback on “Ring first” will be due on" in page
    assert "at the next meeting, moved from" in page


def test_a_name_is_taken_out_of_earlier_answers_and_reasons_too(client, room, step, meeting, people):
    answer = FeedbackFactory(next_step=step, meeting=meeting, words="Quieter")
    answer.corrections.create(
        outcome="worse", words="Mrs Zqx shouted", reason="It was not Zqx", by=people.facilitator
    )

    asking.strike(client, reverse("room_strike", args=[meeting.pk]), "zqx")

    before = answer.corrections.get()
    assert (before.words, before.reason) == (f"Mrs {LEFT} shouted", f"It was not {LEFT}")


def test_after_two_times_not_yet_the_room_asks_for_a_month(client, room, step):
    FeedbackFactory.create_batch(2, next_step=step, outcome="not_yet")
    month = months_after(month_of(), 2)

    page = client.get(room).content.decode()
    refused = client.post(room, {f"outcome_{step.pk}": "not_yet"})
    client.post(room, {f"outcome_{step.pk}": "not_yet", f"again_{step.pk}": month.isoformat()})

    assert "“Not yet” twice. Agreed on" in one_line(page)
    assert refused.status_code == 422
    assert f"Choose the month in which to ask about “{step.what}” again" in one_line(refused.content.decode())
    assert step.feedback.last().ask_again_from == start_of_day(month)
