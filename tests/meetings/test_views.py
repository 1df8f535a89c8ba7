"""The pages of meetings: who opens them, what each role sees, how many queries they take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import actions
from tests.factories.meetings import AttendanceFactory, MeetingFactory, VisitFactory
from tests.factories.members import MemberFactory
from tests.meetings.addresses import url
from tests.reading import main_of

PAGES = [
    "meeting_detail",
    "meetings:meeting_edit",
    "meeting_cancel",
    "meetings:attendance_record",
    "meetings:visit_add",
    "meeting_close",
    "agenda_edit",
    "minutes_edit",
    "meeting_pack",
]
FOR_ALL_READERS = {"meeting_detail"}


@pytest.mark.parametrize("name", PAGES)
def test_the_facilitator_opens_every_page(signed_in, meeting, tom, name):
    response = signed_in("facilitator").get(url(name, meeting.pk))

    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["stranger", "elsewhere", "adviser", "commissioner", "superuser"])
def test_who_does_not_read_the_site_finds_nothing(signed_in, meeting, name, role):
    assert signed_in(role).get(url(name, meeting.pk)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["member", "broker"])
def test_a_member_and_a_broker_read_and_change_nothing(signed_in, meeting, name, role):
    expected = 200 if name in FOR_ALL_READERS else 403

    assert signed_in(role).get(url(name, meeting.pk)).status_code == expected


def test_a_visitor_of_copsite_is_asked_to_sign_in(client, meeting):
    response = client.get(url("meeting_detail", meeting.pk))

    assert response.status_code == 302


def test_members_see_who_came_but_not_who_was_sorry(signed_in, people, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom)
    sorry = AttendanceFactory(
        meeting=meeting, member=MemberFactory(site=people.site, name="Priya Nair"), mark="apologies"
    )
    AttendanceFactory(
        meeting=meeting,
        member=MemberFactory(site=people.site, name="Carol Whitcombe"),
        mark="stand_in",
        stand_in_name="Gwen Ross",
    )
    VisitFactory(meeting=meeting, name="Olwen Haggerty")

    as_member = main_of(signed_in("member").get(url("meeting_detail", meeting.pk)))
    as_team = main_of(signed_in("team").get(url("meeting_detail", meeting.pk)))

    for name in ("Tom Hallett", "Gwen Ross", "Olwen Haggerty"):
        assert name in as_member
        assert name in as_team
    assert sorry.member.name not in as_member
    assert sorry.member.name in as_team


def test_a_correction_shows_with_its_reason_to_those_who_read_attendance(signed_in, people, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom, mark="apologies")
    actions.close(meeting, by=people.facilitator)
    actions.record_attendance(
        meeting, marks={tom: ("present", "")}, reason="The sheet was found", by=people.facilitator
    )

    assert b"The sheet was found" in signed_in("facilitator").get(url("meeting_detail", meeting.pk)).content
    assert b"The sheet was found" not in signed_in("member").get(url("meeting_detail", meeting.pk)).content


@pytest.mark.parametrize("role", ["facilitator", "member"])
def test_the_meeting_pages_queries_do_not_grow_with_rows(
    signed_in, people, meeting, role, django_assert_max_num_queries
):
    client = signed_in(role)
    counts = []
    for _ in range(2):
        for _ in range(4):
            AttendanceFactory(meeting=meeting, member=MemberFactory(site=people.site))
            VisitFactory(meeting=meeting)
        with django_assert_max_num_queries(20) as queries:
            client.get(url("meeting_detail", meeting.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_lists_queries_do_not_grow_with_meetings(signed_in, people, django_assert_max_num_queries):
    client = signed_in("facilitator")
    counts = []
    for turn in range(2):
        for number in range(1, 6):
            age = timedelta(days=turn * 40 + number * 3)
            place = turn * 5 + number
            MeetingFactory(site=people.site, number=place, starts_at=timezone.now() - age)
            MeetingFactory(site=people.site, number=100 + place, starts_at=timezone.now() + age)
        with django_assert_max_num_queries(20) as queries:
            client.get(url("meeting_list", people.site.slug))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_list_tells_what_is_to_come_from_what_was(signed_in, people, meeting):
    to_come = MeetingFactory(site=people.site, number=2)
    MeetingFactory(site=people.site, number=3, cancelled=True)

    response = signed_in("member").get(url("meeting_list", people.site.slug))

    assert list(response.context["to_come"]) == [to_come]
    assert "Too few could come" in response.content.decode()
    assert "Set a date" not in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [("facilitator", 405), ("member", 405), ("stranger", 405)])
def test_a_verb_is_a_post(signed_in, meeting, role, status):
    visit = VisitFactory(meeting=meeting)

    assert signed_in(role).get(url("visit_remove", meeting.pk, visit.pk)).status_code == status
