"""A member's certificate: the meetings they came to, their hours, and what they learned in their own words."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.errors import RefusedError
from meetings.models import Attendance
from members.actions.own_words import write_own_words
from members.models import OwnWords, User
from pages.certificate import certificate_of, hours
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.paper import opened, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    facilitation = FacilitationFactory(member__name="Ruth Adeyemi", started_on=date(2012, 2, 1))
    return User.objects.get(pk=facilitation.member.user_id)


@pytest.fixture
def site(ruth):
    return ruth.memberships.get().site


@pytest.fixture
def tom(site):
    return MemberFactory(site=site, name="Tom Hallett", joined_on=date(2012, 3, 1))


def came(member, days, minutes=120, **kwargs):
    at = timezone.now() - timedelta(days=days)
    meeting = MeetingFactory(site=member.site, starts_at=at, minutes_long=minutes, **kwargs)
    return AttendanceFactory(meeting=meeting, member=member).meeting


def page_of(member, name="certificate"):
    return reverse(name, args=[member.pk])


def test_it_counts_meetings_that_the_member_came_to_with_their_hours(tom):
    first, second = came(tom, 60), came(tom, 30, minutes=90)
    came(tom, 20, cancelled=True)
    came(tom, -5)
    AttendanceFactory(member=tom, mark="apologies", meeting=MeetingFactory(site=tom.site, held=True))

    certificate = certificate_of(tom)

    assert certificate.lines == [(first, "2 hours"), (second, "1 hour 30 minutes")]
    assert certificate.total == "3 hours 30 minutes"


def test_a_stand_ins_own_attendance_counts_once_they_joined(site, tom):
    meeting = MeetingFactory(site=site, held=True)
    attendance = AttendanceFactory(
        meeting=meeting, member=tom, mark=Attendance.Mark.STAND_IN, stand_in_name="Sam Standin"
    )
    sam = MemberFactory(site=site, name="Sam Standin")

    assert certificate_of(sam).meetings == []
    attendance.stand_in_joined_as = sam
    attendance.save()

    assert certificate_of(sam).meetings == [meeting]
    assert certificate_of(tom).meetings == []


def test_it_counts_cases_presented_and_names_none(client, tom, ruth):
    case = CaseFactory(site=tom.site, title="CANARY title", presenter=tom)
    DiscussionFactory(case=case, meeting=came(tom, 10))
    CaseFactory(site=tom.site, title="Offered only", presenter=tom)
    client.force_login(tom.user)

    page = client.get(page_of(tom)).content.decode()
    words = words_in(client.get(page_of(tom, "certificate_pdf")))

    assert certificate_of(tom).cases == 1
    assert "1 case" in words
    for text in (page, words):
        assert "CANARY" not in text
        assert case.reference not in text


def test_a_member_types_what_they_learned_and_it_is_on_the_paper(client, tom):
    came(tom, 10)
    client.force_login(tom.user)

    response = client.post(page_of(tom), {"words": "To ring before I write."})

    pdf = client.get(page_of(tom, "certificate_pdf"))
    words = words_in(pdf)
    assert response.status_code == 302
    assert "To ring before I write." in words
    assert "Ruth Adeyemi, facilitator of" in words
    assert "written down for them" not in words
    assert pdf["Cache-Control"] == "no-store, private"
    assert pdf["Content-Disposition"] == 'inline; filename="certificate-tom-hallett.pdf"'
    with opened(pdf) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert len(document.pages) == 1


def test_the_facilitator_writes_for_those_without_an_account_and_it_is_marked(client, site, ruth, tom):
    ken = MemberFactory(site=site, name="Ken Frost", user=None, email="")
    came(ken, 10)
    client.force_login(ruth)

    client.post(page_of(ken), {"words": "That people listen."})
    refused = client.post(page_of(tom), {"words": "Something that Tom never said"})

    assert "Said by Ken, and recorded for them" in words_in(client.get(page_of(ken, "certificate_pdf")))
    assert refused.status_code == 403
    assert not OwnWords.objects.filter(member=tom).exists()


def test_words_with_a_telephone_number_stay_on_the_page(client, tom):
    client.force_login(tom.user)

    response = client.post(page_of(tom), {"words": "Ring 07700 900123 first"})

    assert response.status_code == 422
    assert "07700 900123" in response.content.decode()


def test_somebody_who_left_still_has_their_certificate(client, tom):
    came(tom, 10)
    tom.left_on, tom.left_because = timezone.localdate(), "A new job"
    tom.save()
    client.force_login(tom.user)

    assert "Tom Hallett" in words_in(client.get(page_of(tom, "certificate_pdf")))
    assert page_of(tom) in client.get(reverse("members:my_details")).content.decode()


def test_a_colleague_may_not_see_it_and_a_stranger_knows_nothing_of_it(client, tom, site):
    client.force_login(MemberFactory(site=site).user)
    assert client.get(page_of(tom)).status_code == 403
    client.force_login(MemberFactory().user)
    assert client.get(page_of(tom, "certificate_pdf")).status_code == 404


def test_the_same_words_again_change_nothing(tom, ruth):
    first = write_own_words(tom, words="To ring first", by=tom.user)

    again = write_own_words(tom, words="To ring first ", by=ruth)

    assert (again.at, again.is_written_down_for_them) == (first.at, False)


def test_too_many_words_for_one_page_are_refused(tom):
    with pytest.raises(RefusedError, match="2,000 characters"):
        write_own_words(tom, words="x" * 2001, by=tom.user)


@pytest.mark.parametrize(
    ("minutes", "words"), [(120, "2 hours"), (60, "1 hour"), (45, "45 minutes"), (0, "none")]
)
def test_hours_are_said_in_words(minutes, words):
    assert hours(minutes) == words
