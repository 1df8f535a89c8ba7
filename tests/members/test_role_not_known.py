"""A member whose role is not known yet: shown as such, counted, and filled in later."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.works_with import say_own_service
from kit.errors import RefusedError
from meetings.matrix import membership_matrix
from members.known_names import IdentifierFinder
from members.models import NO_ROLE, Member
from tests.factories.cases import CaseFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import MemberFactory
from tests.paper import words_in
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def bev(people):
    member = MemberFactory(site=people.site, without_account=True, name="Bev Sutton", discipline=None)
    meeting = MeetingFactory(site=people.site, held=True, number=1, minutes="We met.")
    AttendanceFactory(meeting=meeting, member=member)
    return member


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_member_is_added_without_a_role_and_it_is_filled_in_later(people, signed_in):
    client = signed_in("facilitator")
    new = {"name": "Bev Sutton", "discipline": "", "joined_on": "1 November 2026"}
    client.post(reverse("members:member_add", args=[people.site.slug]), new)
    bev = Member.objects.get(name="Bev Sutton")
    matron = people.seat("member").discipline

    client.post(reverse("members:member_edit", args=[bev.pk]), new | {"discipline": matron.pk, "reason": ""})

    assert (bev.role, Member.objects.get(pk=bev.pk).discipline) == (NO_ROLE, matron)


def test_figure_1_has_a_last_row_for_them(people, bev, signed_in):
    matrix = membership_matrix(people.programme, as_at=timezone.localdate())

    assert (matrix.rows[-1].sector, matrix.rows[-1].role) == ("Not known yet", NO_ROLE)
    assert [str(cell) for cell in matrix.rows[-1].cells] == ["", "Y"]
    assert matrix.of_sites({people.neighbour.pk}).rows == tuple(
        row for row in matrix.of_sites({people.neighbour.pk}).rows if row.role != NO_ROLE
    )
    told = rows(signed_in("team").get(reverse("meetings:membership_csv", args=[people.programme.slug])))
    assert told[-1] == ["Not known yet", NO_ROLE, "", "Y"]


def test_figure_1_has_no_such_row_while_every_role_is_known(people):
    matrix = membership_matrix(people.programme, as_at=timezone.localdate())

    assert NO_ROLE not in [row.role for row in matrix.rows]


def test_the_list_of_members_and_its_file_say_so(people, bev, signed_in):
    client = signed_in("facilitator")

    assert NO_ROLE in one_line(client.get(reverse("member_list", args=[people.site.slug])).content.decode())
    told = rows(client.get(reverse("member_export", args=[people.site.slug])))
    assert [row[1:3] for row in told if row[0] == "Bev Sutton"] == [[NO_ROLE, ""]]


@pytest.mark.parametrize("paper", ["minutes_pdf", "pack_pdf"])
def test_the_papers_of_a_meeting_say_so(people, bev, signed_in, paper):
    meeting = bev.attendances.get().meeting

    assert NO_ROLE in words_in(signed_in("facilitator").get(reverse(paper, args=[meeting.pk])))


@pytest.mark.parametrize("name", ["site_detail", "meeting_detail", "cases:case_choose", "certificate"])
def test_no_page_of_the_site_says_none(people, bev, signed_in, name):
    meeting = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=9), number=2)
    about = {"site_detail": people.site.slug, "cases:case_choose": meeting.pk, "certificate": bev.pk}

    page = signed_in("facilitator").get(
        reverse(name, args=[about.get(name, bev.attendances.get().meeting_id)])
    )

    assert page.status_code == 200
    assert not re.search(r"\bNone\b", page.content.decode())


def test_they_name_no_role_as_one_that_works_with_somebody(people, bev):
    case = CaseFactory(site=people.site)

    with pytest.raises(RefusedError, match="not known yet"):
        say_own_service(case, member=bev, works_with=True, by=people.facilitator)


def test_no_role_is_known_by_its_only_holder(people, bev):
    assert NO_ROLE.lower() not in IdentifierFinder(people.site).roles
