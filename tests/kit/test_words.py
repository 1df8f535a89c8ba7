from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kit.templatetags import kit


def test_days_and_times_are_written_as_people_here_write_them():
    moment = datetime(2012, 7, 5, 13, 5, tzinfo=UTC)  # summer time: an hour later in London

    assert kit.day(moment) == "5 July 2012"
    assert kit.clock(moment) == "2:05pm"
    assert kit.when(moment) == "5 July 2012, 2:05pm"
    assert kit.weekday(date(2012, 7, 5)) == "Thursday 5 July"
    assert kit.short_day(date(2012, 7, 5)) == "5 Jul"


@pytest.mark.parametrize("word", [kit.day, kit.clock, kit.when, kit.weekday, kit.short_day, kit.in_days])
def test_nothing_is_written_for_nothing(word):
    assert word(None) == ""


@pytest.mark.parametrize(
    ("pence", "words"),
    [(695000, "£6,950"), (1250, "£12.50"), (5, "£0.05"), (-1250, "-£12.50"), (0, "£0"), (None, "")],
)
def test_money_is_written_in_pounds(pence, words):
    assert kit.pounds(pence) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (3, "in 3 days"), (-12, "12 days ago")],
)
def test_how_far_away_a_day_is(days, words):
    assert kit.in_days(timezone.localdate() + timedelta(days=days)) == words


def test_an_icon_that_stands_for_itself_speaks_and_one_beside_a_word_is_silent():
    assert 'aria-label="Done"' in kit.icon("check2", label="Done")
    assert 'aria-hidden="true"' in kit.icon("check2")
