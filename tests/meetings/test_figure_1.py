"""Figure 1 of the report comes out of attendance rows, cell by cell."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from meetings.matrix import membership_matrix
from meetings.matrix_text import as_csv
from meetings.models import Attendance, Meeting
from members.models import Discipline, Facilitation, Member
from tests.factories.sites import OrganisationFactory, ProgrammeFactory, SectorFactory, SiteFactory

DATA = Path(settings.BASE_DIR) / "demonstration/data"
AS_AT = date(2012, 12, 31)


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def programme(db):
    """Little Miracles from its list of people: who joined at which meeting, and which ones they came to."""
    figure, people = rows_of("figure-1.csv"), rows_of("little-miracles-people.csv")
    programme = ProgrammeFactory(slug="little-miracles", started_on=date(2012, 3, 1))
    disciplines, host = {}, OrganisationFactory()
    for position, row in enumerate(figure):
        sector = SectorFactory(name=row["sector"], position=position)
        disciplines[row["sector"], row["role"]] = Discipline.objects.create(
            programme=programme, sector=sector, name=row["role"], position=position
        )
    sites = {code: SiteFactory(programme=programme, code=code, host=host) for code in list(figure[0])[2:]}
    meetings = {
        code: meetings_of(
            site, last=max(int(number) for row in people if row["site"] == code for number in numbers(row))
        )
        for code, site in sites.items()
    }
    for row in people:
        held = meetings[row["site"]]
        member = Member.objects.create(
            site=sites[row["site"]],
            name=row["name"],
            discipline=disciplines[row["sector"], row["role"]],
            joined_on=held[int(row["joined"])].day,
        )
        if row["mark"] == "F":
            Facilitation.objects.create(member=member, started_on=member.joined_on)
        for column, mark in (("attended", "present"), ("apologies", "apologies")):
            Attendance.objects.bulk_create(
                Attendance(meeting=held[int(number)], member=member, mark=mark)
                for number in row[column].split(";")
                if number
            )
    return programme


def numbers(row: dict[str, str]) -> list[str]:
    """Every meeting number that a row of the list names."""
    return [
        number
        for column in ("joined", "attended", "apologies")
        for number in row[column].split(";")
        if number
    ]


def meetings_of(site, *, last: int) -> dict[int, Meeting]:
    """Meetings 1 to `last` of `site`, a month apart, the last one in December 2012."""
    end = timezone.make_aware(datetime(2012, 12, 11, 14))
    return {
        number: Meeting.objects.create(
            site=site, number=number, starts_at=end - timedelta(days=28 * (last - number))
        )
        for number in range(1, last + 1)
    }


def test_it_equals_the_report_cell_by_cell(programme):
    matrix = membership_matrix(programme, as_at=AS_AT)

    codes = [site.code for site in matrix.sites]
    shown = [
        {"sector": row.sector, "role": row.role, **dict(zip(codes, map(str, row.cells), strict=True))}
        for row in matrix.rows
    ]
    assert shown == rows_of("figure-1.csv")


def test_its_totals_are_the_reports(programme):
    matrix = membership_matrix(programme, as_at=AS_AT)

    assert [(site.code, total) for site, total in matrix.site_totals] == [
        ("CP1", 13), ("CP2", 5), ("CP3", 9), ("CP4", 12), ("CP5", 9), ("CP6", 6),
    ]  # fmt: skip
    assert matrix.total == 54


def test_its_csv_is_the_reports_byte_by_byte(programme):
    assert as_csv(membership_matrix(programme, as_at=AS_AT)).encode() == (DATA / "figure-1.csv").read_bytes()


def test_changing_one_attendance_row_changes_one_mark(programme):
    before = as_csv(membership_matrix(programme, as_at=AS_AT))
    twice = next(
        member
        for member in Member.objects.filter(facilitations__isnull=True)
        if member.attendances.filter(mark="present").count() == 2
    )

    twice.attendances.filter(mark="present").last().delete()

    after = as_csv(membership_matrix(programme, as_at=AS_AT))
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [("X", "Y")]


def test_before_a_sites_second_meeting_nobody_has_an_x(programme):
    for site in programme.sites.all():
        second = site.meetings.order_by("starts_at")[1]
        matrix = membership_matrix(programme, as_at=second.day - timedelta(days=1)).of_sites({site.pk})

        assert {letter for row in matrix.rows for cell in row.cells for letter in str(cell)} <= {"Y", "F"}
