"""Next steps on the home page: where they lead, whose they are, and what moved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.actions import cancel
from members.models import User
from pages.home.views import home_context
from tests.factories.cases import CaseFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def discussion(people):
    return CaseFactory(site=people.site, presented=True).discussions.get()


def home_of(user):
    return home_context(User.objects.get(pk=user.pk))


def row(user, label):
    return next((each for each in home_of(user)["rows"] if each.label == label), None)


def test_steps_of_members_who_left_are_the_facilitators_to_give_to_another(people, discussion):
    step = NextStepFactory(discussion=discussion, owner=people.members.member)
    label = "One next step has no owner"
    assert row(people.facilitator, label) is None

    people.members.member.left_on = timezone.localdate()
    people.members.member.save()
    assert row(people.facilitator, label).url == reverse("next_steps:next_step_list", args=[people.site.slug])

    step.owner = MemberFactory(site=people.site)
    step.save()
    assert row(people.facilitator, label) is None


def test_steps_without_feedback_lead_to_the_page_that_lists_them(people, discussion):
    NextStepFactory(discussion=discussion, owner=people.members.member)
    MeetingFactory(site=people.site)

    waiting = row(people.facilitator, "One next step has no feedback")

    assert waiting.url == reverse("next_steps:next_step_list", args=[people.site.slug])


def test_an_own_step_says_where_it_moved(client, people, discussion):
    due = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=10))
    NextStepFactory(discussion=discussion, owner=people.members.member, due_meeting=due)
    cancel(due, because="Snow", by=people.facilitator)
    client.force_login(people.member)

    page = " ".join(client.get("/").content.decode().split())

    assert "feedback due at the next meeting (moved from" in page
    assert "which was cancelled)." in page
