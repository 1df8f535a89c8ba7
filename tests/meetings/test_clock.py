"""What the room's clock says before and after the hours of a meeting."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from meetings.clock import begins_in_words, ended_in_words
from meetings.models import Meeting

NOON = datetime(2026, 11, 25, 12, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(hours=2), "The meeting starts at 2:00pm."),
        (timedelta(days=1), "The meeting is tomorrow, on Thursday 26 November at 12:00pm."),
        (timedelta(days=3), "The meeting is in 3 days, on Saturday 28 November at 12:00pm."),
    ],
)
def test_it_says_the_hour_today_and_the_day_before_it(monkeypatch, before, words):
    monkeypatch.setattr(timezone, "now", lambda: NOON)

    assert begins_in_words(Meeting(starts_at=NOON + before)) == words


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(hours=3), "The meeting was planned to end at 11:00am."),
        (timedelta(days=1), "The meeting was yesterday, on Tuesday 24 November."),
        (timedelta(days=9), "The meeting was 9 days ago, on Monday 16 November."),
    ],
)
def test_afterwards_it_says_the_hour_or_the_day(monkeypatch, since, words):
    monkeypatch.setattr(timezone, "now", lambda: NOON)

    assert ended_in_words(Meeting(starts_at=NOON - since, minutes_long=120)) == words
