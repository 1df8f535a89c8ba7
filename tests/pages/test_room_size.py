"""The room is about this meeting: it stays small however old its site is, and the rest is behind a link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.next_steps.models import Feedback, NextStep
from pages.room.form import MOST_ASKED_HERE
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.reading import one_line

MOST_BYTES = 120_000
OLD = 90  # steps that nobody answered
WHAT = "Ask the housing officer to ring before a letter is sent, and to say in it who can be rung back, "


@pytest.fixture
def room(client, people):
    """The room of a meeting with a case, at a site where nobody answered the next steps of thirty cases."""
    now = timezone.now()
    meeting = MeetingFactory(site=people.site, number=40, starts_at=now - timedelta(minutes=30))
    DiscussionFactory(case=CaseFactory(site=people.site), meeting=meeting)
    steps = []
    for number in range(OLD // 3):
        before = MeetingFactory(
            site=people.site, number=number + 1, starts_at=now - timedelta(days=30 * (OLD // 3 - number))
        )
        discussion = DiscussionFactory(case=CaseFactory(site=people.site), meeting=before)
        steps += [
            NextStep(discussion=discussion, what=f"{WHAT}{number}-{each}", position=each) for each in range(3)
        ]
    NextStep.objects.bulk_create(steps)
    client.force_login(people.facilitator)
    return reverse("meeting_room", args=[meeting.pk])


def test_it_weighs_at_most_120_kb_and_leads_to_the_rest(client, people, room):
    answer = client.get(room)
    page = one_line(answer.content.decode())

    assert len(answer.content) <= MOST_BYTES
    assert f"{OLD} awaiting feedback" in page
    assert f"{OLD - MOST_ASKED_HERE} earlier next steps await feedback" in page
    assert reverse("next_steps:next_step_list", args=[people.site.slug]) in page
    assert f"{WHAT}{OLD // 3 - 1}-2" in page
    assert f"{WHAT}0-0" not in page


def test_an_answer_that_was_sent_is_taken_also_of_an_earlier_step(client, room):
    oldest = NextStep.objects.order_by("pk").first()

    client.post(room, {f"outcome_{oldest.pk}": "helped"})

    assert Feedback.objects.get(next_step=oldest).outcome == "helped"
