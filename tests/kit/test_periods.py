"""How exactly a day is told: kept as a key, read back, and put into words."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kit import periods
from kit.periods import Exactness


@pytest.mark.parametrize(
    ("day", "exactness", "key", "words", "short"),
    [
        (date(2012, 11, 5), "month", "2012-11", "November 2012", "Nov"),
        (date(2012, 11, 5), "season", "2012-autumn", "autumn 2012", "autumn"),
        (date(2012, 11, 5), "year", "2012", "2012", "2012"),
        (date(2012, 12, 31), "season", "2012-winter", "winter 2012 to 2013", "winter"),
        (date(2013, 2, 28), "season", "2012-winter", "winter 2012 to 2013", "winter"),
        (date(2013, 3, 1), "season", "2013-spring", "spring 2013", "spring"),
        (date(2013, 6, 1), "season", "2013-summer", "summer 2013", "summer"),
    ],
)
def test_a_day_is_told_as_exactly_as_was_chosen(day, exactness, key, words, short):
    assert periods.key_of(day, exactness) == key
    assert periods.in_words(key) == words
    assert periods.read(key).short == short


@pytest.mark.parametrize("exactness", Exactness.values)
def test_every_day_is_in_the_period_of_its_key(exactness):
    for number in range(0, 1500, 3):
        day = date(2012, 1, 1) + timedelta(days=number)
        period = periods.read(periods.key_of(day, exactness))

        assert period.first <= day < period.next.first


def test_a_moment_is_told_in_the_time_of_the_place():
    last_minute = datetime(2013, 6, 30, 23, 30, tzinfo=timezone.get_fixed_timezone(0))

    assert periods.key_of(last_minute) == "2013-07"


@pytest.mark.parametrize("words", ["May 2013", "meeting 4", "", "2012-13", "99999-01"])
def test_words_that_are_no_key_are_shown_as_they_are(words):
    assert periods.in_words(words) == words
