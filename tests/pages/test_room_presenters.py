"""A presenter writes the sections of the case that they bring, in the room, until the meeting is closed; nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from kit.models import Draft, Revision
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom():
    return MemberFactory(name="Tom Hallett", user=UserFactory(name="Tom Hallett"))


@pytest.fixture
def meeting(tom):
    FacilitationFactory(member__site=tom.site)
    return MeetingFactory(site=tom.site, starts_at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def own(tom, meeting):
    case = CaseFactory(site=tom.site, title="The letters", presenter=tom, presentation="First", learning="")
    return DiscussionFactory(case=case, meeting=meeting)


@pytest.fixture
def other(tom, meeting):
    case = CaseFactory(site=tom.site, title="Somebody else's", presentation="Not his to write")
    return DiscussionFactory(case=case, meeting=meeting)


@pytest.fixture
def room(client, tom, meeting, own, other):
    client.force_login(tom.user)
    return reverse("meeting_room", args=[meeting.pk])


def send(client, meeting, field, text, base="1"):
    values = {"field": field, "text": text, "key": text, "base": base}
    return client.post(reverse("room_send", args=[meeting.pk]), values)


def test_they_see_their_own_case_and_nothing_else_of_the_room(client, room, tom):
    page = client.get(room).content.decode()

    assert "The letters" in page
    assert "Somebody else" not in page
    assert "Who is here" not in page
    assert "Next steps" not in page


def test_what_they_type_is_saved_by_itself_and_as_a_plain_form(client, room, meeting, own):
    name = f"section_{own.pk}_presentation"

    assert send(client, meeting, name, "First, then more").status_code == 200
    client.post(room, {name: "First, then more, then all", f"base_{own.pk}_presentation": "2"})

    assert Case.objects.get(pk=own.case_id).presentation == "First, then more, then all"


def test_they_write_nothing_else(client, room, meeting, own, other, tom):
    client.post(room, {f"section_{other.pk}_presentation": "Mine now", f"mark_{tom.pk}": "present"})

    assert send(client, meeting, f"section_{other.pk}_presentation", "Mine now").status_code == 404
    assert send(client, meeting, f"mark_{tom.pk}", "present").status_code == 403
    assert send(client, meeting, f"what_{own.pk}_1", "Ring before writing").status_code == 403
    assert Case.objects.get(pk=other.case_id).presentation == "Not his to write"
    assert not meeting.attendances.exists()
    assert not Draft.objects.exists()


def test_they_hear_of_their_own_case_alone(client, room, meeting, own):
    heard = client.post(reverse("room_here", args=[meeting.pk]), {"place": ""}).json()

    assert {section["field"] for section in heard["sections"]} == {
        f"section_{own.pk}_presentation",
        f"section_{own.pk}_learning",
    }
    assert heard["unsaved"] == []


def test_when_the_meeting_is_closed_their_room_is(client, room, meeting, own):
    AttendanceFactory(meeting=meeting)
    meeting.closed_at = timezone.now()
    meeting.save()

    assert client.get(room).status_code == 403
    assert send(client, meeting, f"section_{own.pk}_presentation", "Later").status_code == 403
    assert not Revision.objects.filter(text="Later").exists()


def test_the_page_of_the_meeting_leads_a_presenter_there(client, room, meeting, tom):
    page = client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(MemberFactory(site=meeting.site).user)

    assert "Complete your case" in page
    assert "Complete your case" not in client.get(meeting.get_absolute_url()).content.decode()


def test_a_member_who_brings_nothing_has_no_seat(client, room, meeting):
    client.force_login(MemberFactory(site=meeting.site).user)

    assert client.get(room).status_code == 403
