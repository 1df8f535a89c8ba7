"""Figure 1 from attendance rows, as at any date."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from meetings.matrix import Cell, mark, membership_matrix
from meetings.models import Attendance
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import DisciplineFactory, FacilitationFactory, MemberFactory, UserFactory
from tests.factories.sites import ProgrammeFactory, SectorFactory, SiteFactory

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 14))


@pytest.fixture
def programme():
    return ProgrammeFactory(started_on=date(2012, 3, 1))


@pytest.fixture
def site(programme):
    return SiteFactory(programme=programme, code="CP1")


@pytest.fixture
def nurse(programme):
    return DisciplineFactory(programme=programme, name="Community Psychiatric Nurse")


@pytest.fixture
def meetings(site):
    days = [date(2012, 4, 10), date(2012, 5, 8), date(2012, 6, 12)]
    return [MeetingFactory(site=site, number=number, starts_at=at(day)) for number, day in enumerate(days, 1)]


def member(site, discipline, *, joined_on=date(2012, 4, 1), **fields):
    return MemberFactory(site=site, discipline=discipline, joined_on=joined_on, **fields)


def came(person, *meetings, mark=Attendance.Mark.PRESENT):
    return [AttendanceFactory(meeting=meeting, member=person, mark=mark) for meeting in meetings]


def cells(programme, as_at=date(2012, 12, 31)):
    return {
        (row.role, site.code): str(cell)
        for matrix in [membership_matrix(programme, as_at=as_at)]
        for row in matrix.rows
        for site, cell in zip(matrix.sites, row.cells, strict=True)
    }


ROLE = "Community Psychiatric Nurse", "CP1"


@pytest.mark.parametrize(
    ("facilitates", "attended", "override", "expected"),
    [
        (True, 0, "", "F"),
        (True, 5, "Y", "F"),
        (False, 2, "", "X"),
        (False, 1, "", "Y"),
        (False, 0, "", "Y"),
        (False, 5, "Y", "Y"),
        (False, 0, "X", "X"),
    ],
)
def test_a_mark_follows_facilitating_then_the_override_then_attendance(
    facilitates, attended, override, expected
):
    assert mark(facilitates=facilitates, attended=attended, needed=2, override=override) == expected


def test_two_meetings_make_an_x_and_one_a_y(programme, site, nurse, meetings):
    came(member(site, nurse), *meetings[:2])
    came(member(site, nurse), meetings[0])

    assert cells(programme)[ROLE] == "XY"


def test_changing_one_attendance_row_changes_one_mark(programme, site, nurse, meetings):
    came(member(site, nurse), *meetings)
    rows = came(member(site, nurse), *meetings[:2])
    other = DisciplineFactory(programme=programme, name="Probation Officer")
    came(member(site, other), *meetings)
    before = cells(programme)

    rows[1].mark = Attendance.Mark.APOLOGIES
    rows[1].save()

    after = cells(programme)
    assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {
        ROLE: ("XX", "XY")
    }


def test_before_a_sites_second_meeting_nobody_has_an_x(programme, site, nurse, meetings):
    for _ in range(3):
        came(member(site, nurse), *meetings)

    assert cells(programme, date(2012, 5, 7))[ROLE] == "YYY"
    assert cells(programme, date(2012, 5, 8))[ROLE] == "XXX"


def test_who_joined_later_does_not_appear(programme, site, nurse, meetings):
    member(site, nurse, joined_on=date(2012, 6, 1))

    assert cells(programme, date(2012, 5, 31))[ROLE] == ""
    assert cells(programme, date(2012, 6, 1))[ROLE] == "Y"


@pytest.mark.parametrize("mark", ["apologies", "absent", "stand_in"])
def test_only_being_there_oneself_counts(programme, site, nurse, meetings, mark):
    person = member(site, nurse)
    came(person, meetings[0])
    came(person, meetings[1], mark=mark)

    assert cells(programme)[ROLE] == "Y"


def test_a_cancelled_meeting_does_not_count(programme, site, nurse, meetings):
    came(member(site, nurse), *meetings[:2])
    meetings[1].cancelled_at, meetings[1].cancelled_because = timezone.now(), "Too few could come"
    meetings[1].save()

    assert cells(programme)[ROLE] == "Y"


def test_a_stand_in_who_joins_keeps_the_meeting(programme, site, nurse, meetings):
    sender = member(site, nurse)
    joiner = member(site, nurse, joined_on=date(2012, 5, 1))
    came(joiner, meetings[1])
    AttendanceFactory(
        meeting=meetings[0],
        member=sender,
        mark=Attendance.Mark.STAND_IN,
        stand_in_name=joiner.name,
        stand_in_joined_as=joiner,
    )

    assert cells(programme)[ROLE] == "XY"


def test_leaving_turns_no_x_into_a_y(programme, site, nurse, meetings):
    person = member(site, nurse, left_on=date(2012, 7, 1), left_because="A new job")
    came(person, *meetings)

    assert cells(programme)[ROLE] == "X"


def test_a_facilitator_is_an_f_while_they_facilitate(programme, site, nurse, meetings):
    person = member(site, nurse)
    came(person, *meetings)
    FacilitationFactory(member=person, started_on=date(2012, 4, 1), ended_on=date(2012, 9, 1))

    assert cells(programme, date(2012, 8, 31))[ROLE] == "F"
    assert cells(programme, date(2012, 9, 1))[ROLE] == "X"


def test_marks_stand_in_the_order_x_y_f(programme, site, nurse, meetings):
    FacilitationFactory(member=member(site, nurse), started_on=date(2012, 4, 1))
    came(member(site, nurse), meetings[0])
    came(member(site, nurse), *meetings)

    assert cells(programme)[ROLE] == "XYF"


def test_an_override_shows_from_its_day_on_with_its_reason(programme, site, nurse, meetings):
    person = member(site, nurse)
    person.mark_overrides.create(
        mark="X",
        since=date(2012, 6, 1),
        reason="Came twice before the register",
        by=UserFactory(name="Elaine"),
    )

    before = membership_matrix(programme, as_at=date(2012, 5, 31))
    after = membership_matrix(programme, as_at=date(2012, 6, 1))

    assert (before.rows[0].cells, before.overrides) == ((Cell("Y"),), ())
    assert after.rows[0].cells == (Cell("X", is_overridden=True),)
    assert after.rows[0].cells[0].words == "1 confirmed, status overridden, see below"
    (override,) = after.overrides
    assert (override.site, override.role, override.mark) == (site, nurse.name, "X")
    assert (override.by, override.reason) == ("Elaine", "Came twice before the register")


def test_the_programme_says_how_many_meetings_confirm(programme, site, nurse, meetings):
    programme.meetings_to_be_confirmed = 3
    programme.save()
    came(member(site, nurse), *meetings[:2])
    came(member(site, nurse), *meetings)

    assert cells(programme)[ROLE] == "XY"


def test_totals_leave_out_the_not_confirmed(programme, site, nurse, meetings):
    other = SiteFactory(programme=programme, code="CP2")
    came(member(site, nurse), *meetings)
    came(member(site, nurse), meetings[0])
    FacilitationFactory(member=member(site, nurse), started_on=date(2012, 4, 1))
    member(other, nurse)

    matrix = membership_matrix(programme, as_at=date(2012, 12, 31))

    assert (matrix.totals, matrix.total) == ((2, 0), 2)


def test_blank_disciplines_have_a_row_in_the_order_of_sectors(programme, site):
    nhs, voluntary = SectorFactory(name="NHS", position=2), SectorFactory(name="Voluntary", position=1)
    for sector, name, position in [(nhs, "Nurse", 1), (voluntary, "Adviser", 2), (voluntary, "Worker", 1)]:
        DisciplineFactory(programme=programme, sector=sector, name=name, position=position)

    matrix = membership_matrix(programme, as_at=date(2012, 12, 31))

    assert [(row.sector, row.role) for row in matrix.rows] == [
        ("Voluntary", "Worker"),
        ("Voluntary", "Adviser"),
        ("NHS", "Nurse"),
    ]
    assert [row.cells for row in matrix.rows] == [(Cell(),)] * 3


def test_sites_stand_in_counting_order(programme):
    for code in ["CP10", "CP2", "CP1"]:
        SiteFactory(programme=programme, code=code)

    matrix = membership_matrix(programme, as_at=date(2012, 12, 31))

    assert [site.code for site in matrix.sites] == ["CP1", "CP2", "CP10"]


def test_only_columns_of_named_sites_remain_with_their_totals_and_overrides(programme, site, nurse, meetings):
    other = SiteFactory(programme=programme, code="CP2")
    came(member(site, nurse), *meetings)
    elsewhere = member(other, nurse)
    elsewhere.mark_overrides.create(mark="X", since=date(2012, 6, 1), reason="Secret", by=UserFactory())

    own = membership_matrix(programme, as_at=date(2012, 12, 31)).of_sites({site.pk})

    assert (own.sites, own.totals, own.overrides) == ((site,), (1,), ())
    assert [str(cell) for cell in own.rows[0].cells] == ["X"]


def test_the_number_of_queries_does_not_grow(programme, site, nurse, meetings, django_assert_num_queries):
    came(member(site, nurse), *meetings)
    with django_assert_num_queries(10):
        membership_matrix(programme, as_at=date(2012, 12, 31))
    for number in range(4):
        place = SiteFactory(programme=programme)
        role = DisciplineFactory(programme=programme)
        person = member(place, role)
        held = MeetingFactory(
            site=place, number=number + 1, starts_at=at(date(2012, 4, 10)) + timedelta(days=1)
        )
        came(person, held)

    with django_assert_num_queries(10):
        membership_matrix(programme, as_at=date(2012, 12, 31))
