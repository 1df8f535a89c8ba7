"""A monthly series: its dates, what stands in their way, and setting them."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from kit.errors import RefusedError
from kit.words import day
from meetings import actions
from meetings.series import LAST, LONDON, MOST, Rhythm
from tests.factories.meetings import MeetingFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory
from tests.meetings.addresses import url

SECOND_TUESDAY = Rhythm(2, 1, time(14, 0))
TODAY = datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("rhythm", "year", "month", "expected"),
    [
        (SECOND_TUESDAY, 2026, 9, date(2026, 9, 8)),
        (SECOND_TUESDAY, 2026, 12, date(2026, 12, 8)),
        (Rhythm(1, 6, time(9)), 2026, 2, date(2026, 2, 1)),
        (Rhythm(4, 5, time(9)), 2026, 2, date(2026, 2, 28)),
        (Rhythm(LAST, 0, time(9)), 2026, 3, date(2026, 3, 30)),
        (Rhythm(LAST, 5, time(9)), 2026, 2, date(2026, 2, 28)),
        (Rhythm(LAST, 3, time(9)), 2024, 2, date(2024, 2, 29)),
    ],
)
def test_the_nth_weekday_of_a_month(rhythm, year, month, expected):
    assert rhythm.in_month(year, month) == expected


def test_a_series_begins_on_or_after_its_first_day_and_crosses_the_year():
    days = SECOND_TUESDAY.days(since=date(2026, 11, 11), count=3)

    assert days == [date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9)]


def test_a_series_ends_on_its_last_day():
    days = SECOND_TUESDAY.days(since=date(2026, 9, 8), until=date(2026, 11, 10))

    assert days == [date(2026, 9, 8), date(2026, 10, 13), date(2026, 11, 10)]


def test_a_series_never_grows_beyond_two_years():
    assert len(SECOND_TUESDAY.days(since=date(2026, 1, 1), until=date(2099, 1, 1))) == MOST


def test_two_o_clock_stays_two_o_clock_when_the_clocks_change():
    starts = Rhythm(LAST, 1, time(14, 0)).starts(since=date(2026, 2, 1), count=3)

    assert [(moment.day, moment.hour, moment.utcoffset()) for moment in starts] == [
        (24, 14, timedelta(0)),
        (31, 14, timedelta(hours=1)),
        (28, 14, timedelta(hours=1)),
    ]


@pytest.fixture
def site(db):
    return SiteFactory(programme=ProgrammeFactory(started_on=date(2026, 1, 1)), usual_room="Upstairs")


def in_spring(count=4):
    return SECOND_TUESDAY.starts(since=date(2026, 3, 2), count=count)


@time_machine.travel(TODAY)
def test_a_series_sets_its_dates_taster_first_and_again_sets_nothing(site):
    made = actions.schedule_series(site, starts=in_spring(3), by=None)

    assert [meeting.name for meeting in made] == ["Taster session", "Meeting 2", "Meeting 3"]
    assert [meeting.day for meeting in made] == [date(2026, 3, 10), date(2026, 4, 14), date(2026, 5, 12)]
    assert {timezone.localtime(meeting.starts_at).hour for meeting in made} == {14}
    assert {meeting.place for meeting in made} == {"Upstairs"}
    with pytest.raises(RefusedError, match="None of these dates are free"):
        actions.schedule_series(site, starts=in_spring(3), by=None)
    assert site.meetings.count() == 3


@time_machine.travel(TODAY)
def test_dates_in_the_way_are_told_and_left_out(site):
    first, second, third, fourth = in_spring()
    MeetingFactory(site=site, number=1, starts_at=first + timedelta(hours=1))
    MeetingFactory(site=site, number=2, starts_at=second)
    MeetingFactory(site=site, number=3, starts_at=third, cancelled=True, cancelled_because="Bank holiday")

    because = [planned.because for planned in actions.plan(site, starts=in_spring(), minutes_long=120)]
    made = actions.schedule_series(site, starts=in_spring(), by=None)

    assert "from 3:00pm to 5:00pm" in because[0]
    assert because[1:] == ["Meeting 2 has this date already.", "This date was cancelled: Bank holiday", ""]
    assert [meeting.starts_at for meeting in made] == [fourth]


@time_machine.travel(TODAY)
def test_dates_after_the_end_of_the_programme_are_left_out(site):
    site.programme.ended_on = date(2026, 4, 30)
    site.programme.save()

    made = actions.schedule_series(site, starts=in_spring(), by=None)

    assert [meeting.day for meeting in made] == [date(2026, 3, 10), date(2026, 4, 14)]


def typed(**changes):
    since = timezone.localdate() + timedelta(days=5)
    return {
        "nth": "2",
        "weekday": "1",
        "time": "2:00pm",
        "minutes_long": "120",
        "since": f"{since.day} {since:%B %Y}",
        "count": "3",
        "until": "",
        "place": "The library",
        "link": "",
        **changes,
    }


def test_the_dates_are_shown_before_they_are_set(signed_in, people):
    client, address = signed_in("facilitator"), url("series_schedule", people.site.slug)

    shown = client.post(address, typed())

    assert shown.status_code == 200
    assert "Three dates to set" in shown.content.decode()
    assert not people.site.meetings.exists()

    response = client.post(address, typed(set="yes"))

    assert response.url == url("meeting_list", people.site.slug)
    assert [meeting.place for meeting in people.site.meetings.all()] == ["The library"] * 3
    assert "Three dates are set." in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"count": "", "until": ""}, "Enter either the number of meetings or an end date"),
        ({"until": "5 November 2012"}, "Enter either the number of meetings or an end date"),
        ({"count": "", "until": "5 November 2012"}, "There is no such day between these dates"),
        ({"count": "99"}, "less than or equal to 24"),
        ({"since": "5 November 2012"}, "This date is in the past"),
        ({"since": "5 November 2099"}, "This is years away"),
        ({"nth": "7"}, "Select a valid choice"),
        ({"weekday": "x"}, "Select a valid choice"),
        ({"time": "late"}, "Enter the time like this"),
        ({"place": "a\x00b"}, "Null characters"),
    ],
)
def test_what_was_typed_wrong_stays_with_a_word(signed_in, people, changes, words):
    response = signed_in("facilitator").post(
        url("series_schedule", people.site.slug), typed(set="yes", **changes)
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "The library" in page or "place" in changes
    assert not people.site.meetings.exists()


def test_a_series_that_is_not_free_is_refused_in_words(signed_in, people):
    client, address = signed_in("facilitator"), url("series_schedule", people.site.slug)
    client.post(address, typed(set="yes"))

    response = client.post(address, typed(set="yes"))

    assert response.status_code == 422
    assert "has this date already" in response.content.decode()


def test_only_those_who_run_the_site_set_a_series(signed_in, people):
    assert signed_in("member").get(url("series_schedule", people.site.slug)).status_code == 403
    assert signed_in("stranger").get(url("series_schedule", people.site.slug)).status_code == 404
    page = signed_in("facilitator").get(url("meeting_schedule", people.site.slug)).content.decode()
    assert url("series_schedule", people.site.slug) in page


def test_bank_holidays_among_the_dates_are_remarked_on_before_they_are_set(signed_in, people):
    page = signed_in("facilitator").post(
        url("series_schedule", people.site.slug), typed(nth="5", weekday="0", count="12")
    )

    assert "Spring Bank Holiday is a bank holiday in England." in page.content.decode()
    assert not people.site.meetings.exists()


def test_a_day_typed_short_is_shown_with_the_dates(signed_in, people):
    page = signed_in("facilitator").post(url("series_schedule", people.site.slug), typed(since="tomorrow"))

    assert page.status_code == 200
    assert f'value="{day(timezone.localdate() + timedelta(days=1))}"' in page.content.decode()
