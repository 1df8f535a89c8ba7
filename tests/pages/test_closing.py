"""Closing a meeting: what is still missing, and who is told of their next steps. Calling one off: what moves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.next_steps.actions.mails import make_due_steps_mails
from cases.next_steps.models import StepsMail
from kit.editing.drafts import keep_draft
from tests.cases.pages import count_queries, words_of
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import GroundRulesFactory, MemberFactory
from tests.reading import one_line


@pytest.fixture
def meeting(people):
    """Held this morning, with everybody marked, minutes, ground rules agreed: nothing is missing."""
    held = MeetingFactory(
        site=people.site, starts_at=timezone.now() - timedelta(hours=3), minutes="We met.", number=2
    )
    for member in (people.members.facilitator, people.members.presenter, people.members.member):
        AttendanceFactory(meeting=held, member=member, mark="apologies")
    GroundRulesFactory(programme=people.programme, since=held.day)
    return held


@pytest.fixture
def ruth(client, people):
    client.force_login(people.facilitator)
    return client


def close_page(meeting) -> str:
    return reverse("meeting_close", args=[meeting.pk])


def discuss(meeting, **fields):
    presenter = meeting.site.members.order_by("pk")[1]
    case = CaseFactory(site=meeting.site, presenter=presenter, **fields)
    return DiscussionFactory(case=case, meeting=meeting)


def test_a_meeting_where_nothing_is_missing_says_nothing(ruth, people, meeting):
    NextStepFactory(discussion=discuss(meeting), owner=people.members.member)

    assert ruth.get(close_page(meeting)).context["missing"] == []


def test_everything_that_is_missing_is_said_and_forbids_nothing(ruth, people, meeting):
    earlier = MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(days=30), number=1)
    came_back = NextStepFactory(discussion=discuss(earlier), owner=people.members.member)
    bare = discuss(meeting, learning="")
    NextStepFactory(discussion=discuss(meeting), owner=None)
    keep_draft(meeting, f"what_{bare.pk}_1", text="Ring", key="a", by=people.facilitator)
    keep_draft(meeting, f"question_{bare.pk}_1", text="zqxwv Why?", key="b", by=people.member)
    keep_draft(meeting, f"issue_{bare.pk}_1", text="zqxwv Nobody", key="c", by=people.member)
    meeting.minutes = ""
    meeting.save()

    words = words_of(ruth.get(close_page(meeting)))

    reference = bare.case.reference
    for sentence in (
        "There are no minutes yet",
        "One next step due for feedback has no feedback yet",
        "One next step was agreed but nobody has agreed to try it",
        f"No next step has been recorded for {reference}.",
        f"What was learned from {reference} has not been recorded.",
        f"{people.facilitator} typed a next step in the meeting room that is not saved.",
        f"{people.member} typed a question and an issue in the meeting room that are not saved.",
    ):
        assert sentence in words
    assert came_back.what not in words
    assert "zqxwv" not in words
    ruth.post(close_page(meeting))
    meeting.refresh_from_db()
    assert meeting.is_closed


def test_afterwards_the_page_says_whom_a_mail_goes_to_and_whom_to_tell(ruth, people, meeting):
    discussion = discuss(meeting)
    tom = MemberFactory(site=people.site, name="Tom Hallett")
    ken = MemberFactory(site=people.site, without_account=True, name="Ken Ward")
    shy = MemberFactory(site=people.site, name="Sue Quiet", agreed_to_contact_at=None)
    lee = MemberFactory(site=people.site, name="Lee Gone", left_on=date.today())
    done = MemberFactory(site=people.site, name="Dan Done")
    for owner in (tom, tom, ken, shy, lee):
        NextStepFactory(discussion=discussion, owner=owner)
    FeedbackFactory(next_step=NextStepFactory(discussion=discussion, owner=done))

    response = ruth.post(close_page(meeting), follow=True)
    page, recipients = words_of(response), response.context["recipients"]

    assert "will be sent to Tom Hallett." in one_line(page)
    assert "Ken Ward has no e-mail: <strong>tell Ken yourself</strong>" in page
    assert "Sue Quiet has not agreed to receive e-mails: <strong>tell Sue yourself</strong>" in page
    assert "Lee Gone has left." in page
    assert done not in [*recipients.mailed, *(member for member, _ in recipients.in_person)]
    make_due_steps_mails()
    assert [mail.member for mail in StepsMail.objects.all()] == [tom]


def test_an_address_that_refused_the_mail_is_said(ruth, people, meeting):
    tom = MemberFactory(site=people.site, name="Tom Hallett")
    NextStepFactory(discussion=discuss(meeting), owner=tom)
    ruth.post(close_page(meeting))
    StepsMail.objects.create(meeting=meeting, member=tom, failed_at=timezone.now())

    assert "Tom Hallett has an address that rejected our e-mail" in words_of(ruth.get(close_page(meeting)))


def test_a_case_that_somebody_stepped_out_of_is_not_named_to_them(ruth, people, meeting):
    bare = discuss(meeting, learning="")
    bare.case.stepped_out.create(member=people.members.facilitator)

    assert bare.case.reference not in words_of(ruth.get(close_page(meeting)))


def test_closing_costs_the_same_for_twice_as_many_cases_and_steps(ruth, people, meeting):
    def add_and_count() -> int:
        for _ in range(3):
            discussion = discuss(meeting, learning="")
            NextStepFactory(discussion=discussion, owner=MemberFactory(site=people.site))
            keep_draft(
                meeting, f"what_{discussion.pk}_1", text="Ring", key=str(discussion.pk), by=people.member
            )
        return count_queries(ruth, close_page(meeting))

    assert add_and_count() == add_and_count() <= 20
    meeting.closed_at = timezone.now()
    meeting.save()
    assert add_and_count() == add_and_count() <= 20


def test_calling_off_says_how_many_steps_move_and_where_to(ruth, people):
    held = MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(days=20), number=1)
    NextStepFactory.create_batch(2, discussion=discuss(held))
    off = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=5), number=2)
    address = reverse("meeting_cancel", args=[off.pk])

    assert (
        "Two next steps were due for feedback then. They will be on the agenda of the next meeting, once it has a date."
        in words_of(ruth.get(address))
    )
    MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=30), number=3)
    page = words_of(ruth.post(address, {"because": "Snow"}, follow=True))
    assert "They will be on the agenda of the next meeting, on " in page


def test_calling_off_a_meeting_without_steps_says_nothing_of_them(ruth, people):
    off = MeetingFactory(site=people.site, number=1)

    response = ruth.post(reverse("meeting_cancel", args=[off.pk]), {"because": " "})

    assert response.status_code == 422
    assert "next step" not in words_of(response)
