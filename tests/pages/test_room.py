"""The room's page as a plain form: one post keeps everything that was written, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.next_steps.models import Feedback
from kit.models import Draft, Revision, SectionHold, subject_of
from meetings.actions import close, record_attendance
from members.models import User
from tests.factories.cases import CaseFactory, DiscussionFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, GroundRulesFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    member = FacilitationFactory(member__name="Ruth Adeyemi").member
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def site(ruth):
    return ruth.memberships.get().site


@pytest.fixture
def tom(site):
    return MemberFactory(site=site, name="Tom Hallett")


@pytest.fixture
def meeting(site):
    earlier = MeetingFactory(site=site, number=1, held=True)
    meeting = MeetingFactory(site=site, number=2, starts_at=timezone.now() - timedelta(minutes=30))
    GroundRulesFactory(programme=site.programme, since=earlier.day)
    return meeting


@pytest.fixture
def discussion(site, meeting):
    return DiscussionFactory(
        case=CaseFactory(site=site, presentation="The first text", learning=""), meeting=meeting, notes=""
    )


@pytest.fixture
def room(client, ruth, meeting):
    client.force_login(ruth)
    return reverse("meeting_room", args=[meeting.pk])


def test_one_post_keeps_everything_where_it_belongs(client, room, meeting, discussion, tom, site):
    step = NextStepFactory(
        discussion__case=CaseFactory(site=site), discussion__meeting=site.meetings.get(number=1)
    )
    pk = discussion.pk

    response = client.post(
        room,
        {
            f"mark_{tom.pk}": "present",
            "visitor": "Vera Visitor",
            "everyone_keeps": "1",
            f"outcome_{step.pk}": "held_steady",
            f"said_{step.pk}": "A quiet month",
            f"section_{pk}_presentation": "The story\r\nas told",
            f"base_{pk}_presentation": "1",
            f"section_{pk}_learning": "Read it together",
            f"base_{pk}_learning": "0",
            f"note_{pk}": "Housing asked who rings.",
            f"what_{pk}_1": "Ring before writing",
            f"owner_{pk}_1": tom.pk,
            f"theme_{pk}_1": "threshold",
            f"issue_{pk}_1": "Two letters and the case is closed",
            f"question_{pk}_1": "Does reading together help?",
            "keep": f"steps{pk}",
        },
    )

    assert response.status_code == 302
    assert response.url == f"{room}#steps{pk}"
    case = Case.objects.get(pk=discussion.case_id)
    discussion.refresh_from_db()
    assert meeting.attendances.get().mark == "present"
    assert meeting.visits.get().agreed_to_ground_rules
    assert step.feedback.get().outcome == Feedback.Outcome.HELD_STEADY
    assert (case.presentation, case.learning) == ("The story\nas told", "Read it together")
    assert discussion.notes == "Housing asked who rings."
    assert discussion.next_steps.get().owner == tom
    assert case.issues.get().theme == "threshold"
    assert case.questions.get().words == "Does reading together help?"


def test_what_is_missing_leaves_all_that_was_typed_on_screen(client, room, meeting, discussion):
    pk = discussion.pk

    response = client.post(
        room,
        {
            f"what_{pk}_1": "Ring before writing",
            f"note_{pk}": "Her number is 07700 900123",
            f"section_{pk}_learning": "x" * 200_000,
            f"base_{pk}_learning": "0",
        },
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose who will try “Ring before writing”" in page
    assert "Ring before writing" in page
    assert "07700 900123" in page
    assert "x" * 200_000 in page
    assert not discussion.next_steps.exists()


def test_a_newer_text_is_never_overwritten_and_both_stand_side_by_side(client, room, ruth, discussion):
    pk = discussion.pk
    field, base = f"section_{pk}_presentation", f"base_{pk}_presentation"
    client.post(room, {field: "Hers", base: "1"})
    SectionHold.objects.all().delete()

    response = client.post(room, {field: "Mine", base: "1", f"note_{pk}": "A note"})

    page = response.content.decode()
    discussion.refresh_from_db()
    assert response.status_code == 409
    assert "Hers" in page
    assert "Mine" in page
    assert Case.objects.get(pk=discussion.case_id).presentation == "Hers"
    assert Revision.objects.of(discussion.case).filter(text="Mine", by=ruth).exists()
    assert discussion.notes == "A note"


def test_a_text_that_the_person_did_not_change_is_left_alone(client, room, discussion):
    pk = discussion.pk
    field, base = f"section_{pk}_presentation", f"base_{pk}_presentation"
    client.post(room, {field: "Hers", base: "1"})

    response = client.post(room, {field: "The first text", base: "1"})

    assert response.status_code == 302
    assert Case.objects.get(pk=discussion.case_id).presentation == "Hers"


def test_a_draft_stands_in_its_field_again(client, room, ruth, meeting, discussion):
    Draft.objects.create(
        user=ruth, subject=subject_of(meeting), section=f"what_{discussion.pk}_2", text="Half a thou", key="k"
    )

    assert "Half a thou" in client.get(room).content.decode()


def test_going_on_to_closing_saves_first(client, room, meeting, tom):
    response = client.post(room, {f"mark_{tom.pk}": "apologies", "close": "1"})

    assert response.url == reverse("meeting_close", args=[meeting.pk])
    assert meeting.attendances.get().mark == "apologies"


def test_the_room_of_a_closed_meeting_leads_to_its_page(client, room, ruth, meeting, tom):
    record_attendance(meeting, marks={tom: ("present", "")}, by=ruth)
    close(meeting, by=ruth)

    assert client.get(room).url == meeting.get_absolute_url()
    assert client.post(room, {"visitor": "Late"}).status_code == 422


def test_looking_changes_nothing(client, room, discussion):
    client.get(room)

    assert not Revision.objects.exists()
    assert not Draft.objects.exists()


def test_people_steps_and_rows_cost_no_queries(client, room, site, discussion, django_assert_max_num_queries):
    client.get(room)
    for _ in range(6):
        MemberFactory(site=site)
        NextStepFactory(discussion=discussion)

    with django_assert_max_num_queries(35):
        client.get(room)
