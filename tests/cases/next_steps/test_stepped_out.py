"""Whoever stepped out of a case is asked about it no more: no page, link or mail has its steps, and nobody gives them new ones."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.cases import step_out
from cases.next_steps import links
from cases.next_steps.actions.mails import make_due_steps_mails
from cases.next_steps.actions.steps import add_next_step
from cases.next_steps.models import NextStep, StepsMail
from kit.errors import RefusedError
from tests.cases.pages import words_of
from tests.factories.cases import NextStepFactory


@pytest.fixture
def member(people):
    return people.members.member


@pytest.fixture
def step(case, member):
    return NextStepFactory(discussion=case.discussions.get(), owner=member, what="Ring the daughter first")


@pytest.fixture
def stepped_out(case, member, step):
    return step_out(case, member=member, by=member.user)


def test_no_page_shows_them_their_own_step_of_the_case(sign_in, people, step, stepped_out):
    client = sign_in(people.member)

    for page in ("/", reverse("next_steps:next_step_list", args=[people.site.slug])):
        assert step.what not in words_of(client.get(page))
    assert client.get(reverse("next_steps:feedback_give", args=[step.pk])).status_code == 404


def test_their_link_opens_no_step_of_the_case_and_takes_no_answer(client, member, step, stepped_out):
    link = reverse("next_steps:my_steps", args=[links.token_of(member)])

    assert step.what not in words_of(client.get(link))
    answer = {"step": step.pk, f"step{step.pk}-outcome": "helped"}
    assert client.post(link, answer).status_code == 404
    assert not step.feedback.exists()


def test_they_are_not_mailed_about_it(case, member, step, stepped_out):
    meeting = case.discussions.get().meeting
    meeting.closed_at = timezone.now() + timedelta(minutes=1)
    meeting.closed_by = member.user
    meeting.save()

    assert make_due_steps_mails() == 0
    StepsMail.objects.create(meeting=meeting, member=member)
    assert not StepsMail.objects.due().exists()


def test_a_mail_on_its_way_is_not_sent_once_they_stepped_out(case, member, step):
    meeting = case.discussions.get().meeting
    meeting.closed_at = timezone.now() + timedelta(minutes=1)
    meeting.closed_by = member.user
    meeting.save()
    StepsMail.objects.create(meeting=meeting, member=member)
    assert StepsMail.objects.due().exists()

    step_out(case, member=member, by=member.user)

    assert not StepsMail.objects.due().exists()


def test_they_are_given_no_new_step(case, people, member, stepped_out):
    with pytest.raises(RefusedError):
        add_next_step(case.discussions.get(), what="Ask the GP", owner=member, by=people.facilitator)


def test_the_form_offers_them_no_new_step_and_keeps_what_was_typed(
    sign_in, people, case, member, stepped_out
):
    page = reverse("next_steps:next_step_add", args=[case.discussions.get().pk])
    client = sign_in(people.facilitator)

    offered = client.get(page).context["form"].fields["owner_1"].choices
    response = client.post(page, {"what_1": "Ask the GP", "owner_1": member.pk})

    assert member.pk not in [getattr(pk, "value", pk) for pk, _ in offered]
    assert response.status_code == 422
    assert "Ask the GP" in words_of(response) or 'value="Ask the GP"' in response.content.decode()
    assert not NextStep.objects.filter(what="Ask the GP").exists()


def test_a_step_whose_owner_stepped_out_is_nobodys_in_the_list(sign_in, people, step, stepped_out):
    page = sign_in(people.facilitator).get(reverse("next_steps:next_step_list", args=[people.site.slug]))

    assert [each.group for each in page.context["page"]] == ["nobody"]


def test_a_facilitator_who_stepped_out_reads_no_step_on_the_page_of_a_closed_meeting(
    sign_in, people, case, step
):
    meeting = case.discussions.get().meeting
    meeting.closed_at, meeting.closed_by = timezone.now(), people.facilitator
    meeting.save()
    people.members.member.left_on = timezone.localdate()
    people.members.member.save()
    page = reverse("meeting_close", args=[meeting.pk])
    client = sign_in(people.facilitator)
    assert step.what in words_of(client.get(page))

    step_out(case, member=people.members.facilitator, by=people.facilitator)

    assert step.what not in words_of(client.get(page))
