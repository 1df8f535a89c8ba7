"""That who came was changed after closing shows wherever it is reported; why, to those who run the site alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import actions
from meetings.matrix import membership_matrix
from meetings.matrix_text import as_json, as_table
from tests.factories.meetings import AttendanceFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def corrected(people, meeting, tom):
    """The taster of a week ago: closed, then Tom and somebody else put right, Tom twice."""
    other = MemberFactory(site=people.site)
    for member in (tom, other):
        AttendanceFactory(meeting=meeting, member=member, mark="absent")
    actions.close(meeting, by=people.facilitator)
    for member, mark in [(tom, "apologies"), (tom, "present"), (other, "present")]:
        actions.record_attendance(
            meeting, marks={member: (mark, "")}, by=people.facilitator, reason="zqxwv came late"
        )
    return meeting


def test_the_meeting_says_so_to_every_reader_and_why_to_those_who_run_it(signed_in, corrected):
    for role in ("member", "broker", "facilitator", "team"):
        words = signed_in(role).get(corrected.get_absolute_url()).content.decode()
        assert "Corrected after closing, 3 times." in words
        assert ("zqxwv" in words) is (role in ("facilitator", "team"))


def test_a_meeting_without_corrections_says_nothing(signed_in, people, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom)
    actions.close(meeting, by=people.facilitator)

    assert (
        "Corrected after closing" not in signed_in("member").get(meeting.get_absolute_url()).content.decode()
    )


def test_the_membership_page_and_its_csv_have_a_footnote(signed_in, people, corrected):
    programme = people.site.programme
    note = "CP4, taster session on"
    for role in ("member", "team"):
        client = signed_in(role)
        words = client.get(reverse("meetings:membership", args=[programme.slug])).content.decode()
        sheet = client.get(reverse("meetings:membership_csv", args=[programme.slug])).content.decode()
        for found in (words, sheet):
            assert note in found
            assert "two marks were changed after closing, last on" in found
            assert "zqxwv" not in found
    for role in ("elsewhere", "adviser", "commissioner"):
        page = signed_in(role).get(reverse("meetings:membership", args=[programme.slug]))
        assert note not in page.content.decode()


def test_the_table_and_the_json_have_it_too(people, corrected):
    matrix = membership_matrix(people.site.programme, as_at=timezone.localdate())

    assert "two marks were changed after closing" in as_table(matrix)
    assert "two marks were changed after closing" in as_json(matrix)


def test_a_matrix_of_an_earlier_day_knows_nothing_of_it(people, corrected):
    before = corrected.day - timedelta(days=1)

    assert membership_matrix(people.site.programme, as_at=before).corrections == ()
