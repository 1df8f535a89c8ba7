"""Where days and months begin and end, in the time of where we live."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from kit import dates


def test_a_day_begins_and_ends_at_midnight_in_london():
    assert dates.start_of_day(date(2012, 7, 5)) == datetime(2012, 7, 4, 23, tzinfo=UTC)
    assert dates.end_of_day(date(2012, 7, 5)) == datetime(2012, 7, 5, 23, tzinfo=UTC)


def test_the_day_on_which_the_clocks_go_back_has_25_hours():
    day = date(2012, 10, 28)

    assert dates.end_of_day(day).astimezone(UTC) - dates.start_of_day(day).astimezone(UTC) == timedelta(
        hours=25
    )


@time_machine.travel(datetime(2012, 7, 4, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_london():
    assert dates.start_of_day() == datetime(2012, 7, 4, 23, tzinfo=UTC)
    assert dates.end_of_day() == datetime(2012, 7, 5, 23, tzinfo=UTC)
    assert dates.start_of_week() == datetime(2012, 7, 1, 23, tzinfo=UTC)  # Monday 2 July
    assert dates.month_of() == date(2012, 7, 1)


def test_months_are_counted_over_the_end_of_a_year():
    assert dates.months_after(date(2012, 12, 31)) == date(2013, 1, 1)
    assert dates.months_after(date(2012, 1, 15), -1) == date(2011, 12, 1)
    assert dates.months_after(date(2012, 11, 5), 26) == date(2015, 1, 1)
    assert dates.months_between(date(2012, 11, 30), date(2013, 2, 1)) == 3
    assert dates.months_between(date(2013, 2, 1), date(2012, 11, 30)) == -3
    assert dates.months_from(date(2012, 11, 5), date(2013, 1, 1)) == [
        date(2012, 11, 1),
        date(2012, 12, 1),
        date(2013, 1, 1),
    ]


def test_a_month_goes_from_its_first_midnight_to_that_of_the_next():
    assert dates.month_bounds(date(2012, 12, 9)) == (
        datetime(2012, 12, 1, tzinfo=UTC),
        datetime(2013, 1, 1, tzinfo=UTC),
    )
