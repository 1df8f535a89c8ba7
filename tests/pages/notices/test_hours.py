"""When notices may go by mail: in the day, on working days, the summary on the first of a week."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from kit.days.bank_holidays import Nation
from pages.notices import hours

MONDAY, SATURDAY, EASTER_MONDAY, SECOND_JANUARY = (
    date(2026, 3, 2),
    date(2026, 3, 7),
    date(2026, 4, 6),
    date(2026, 1, 2),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


def test_people_work_from_monday_to_friday_except_on_bank_holidays():
    assert hours.is_working_day(MONDAY)
    assert not hours.is_working_day(SATURDAY)
    assert not hours.is_working_day(EASTER_MONDAY)


def test_bank_holidays_are_those_of_the_sites_and_a_day_counts_if_people_work_at_one():
    assert not hours.is_working_day(SECOND_JANUARY, [Nation.SCOTLAND])
    assert hours.is_working_day(SECOND_JANUARY, [Nation.SCOTLAND, Nation.WALES])
    assert hours.is_working_day(EASTER_MONDAY, [Nation.SCOTLAND])


def test_the_first_working_day_of_a_week_is_tuesday_where_monday_is_a_bank_holiday():
    assert hours.is_first_of_week(MONDAY)
    assert not hours.is_first_of_week(date(2026, 3, 3))
    assert hours.is_first_of_week(date(2026, 4, 7))
    assert not hours.is_first_of_week(date(2026, 4, 8))


@pytest.mark.parametrize(
    ("day", "hour", "goes", "goes_before_a_meeting"),
    [
        (MONDAY, 6, False, False),
        (MONDAY, 7, True, True),
        (MONDAY, 18, True, True),
        (MONDAY, 19, False, True),
        (MONDAY, 21, False, False),
        (SATURDAY, 10, False, True),
        (EASTER_MONDAY, 10, False, True),
    ],
)
def test_no_mail_goes_at_night_or_at_a_weekend_unless_the_meeting_is_tomorrow(
    day, hour, goes, goes_before_a_meeting
):
    assert hours.may_go(at(day, hour)) is goes
    assert hours.may_go(at(day, hour), meets_tomorrow=True) is goes_before_a_meeting


def test_the_hours_are_those_of_the_clock_on_the_wall():
    in_summer = datetime(2026, 7, 6, 6, 30, tzinfo=timezone.get_fixed_timezone(0))  # 7:30am in London

    assert hours.may_go(in_summer)
    assert not hours.is_summary_time(in_summer)
    assert hours.is_summary_time(at(MONDAY, 8))
