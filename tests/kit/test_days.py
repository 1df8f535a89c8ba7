"""What days and times say: as people write them, and never guessed."""

from datetime import date, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kit import words
from kit.days.reading import Leaning, NotRead, read_day, understand_clock, understand_day

SUNDAY = "2026-11-29 09:00+00:00"


@pytest.fixture(autouse=True)
def on_a_sunday_in_november():
    with time_machine.travel(SUNDAY, tick=False):
        yield


COMING = {
    "23 Feb": "Tuesday 23 February 2027",
    "23rd February": "Tuesday 23 February 2027",
    "Feb 23": "Tuesday 23 February 2027",
    "Tues 23 Feb": "Tuesday 23 February 2027",
    "the 23rd of February": "Tuesday 23 February 2027",
    "5th Nov": "Friday 5 November 2027",
    "5/11": "Friday 5 November 2027",
    "30 Nov": "Monday 30 November 2026",
    "next Tuesday": "Tuesday 1 December 2026",
    "Tuesday": "Tuesday 1 December 2026",
    "on Weds": "Wednesday 2 December 2026",
    "this coming Friday": "Friday 4 December 2026",
    "Tuesday week": "Tuesday 8 December 2026",
    "a week on Tuesday": "Tuesday 8 December 2026",
    "a fortnight today": "Sunday 13 December 2026",
    "three weeks today": "Sunday 20 December 2026",
    "2 weeks from today": "Sunday 13 December 2026",
    "today": "Sunday 29 November 2026",
    "tomorrow": "Monday 30 November 2026",
    "the day after tomorrow": "Tuesday 1 December 2026",
    "in two weeks": "Sunday 13 December 2026",
    "in 2 weeks": "Sunday 13 December 2026",
    "two weeks’ time": "Sunday 13 December 2026",
    "in a fortnight": "Sunday 13 December 2026",
    "in a month": "Tuesday 29 December 2026",
    "ten days from now": "Wednesday 9 December 2026",
}


@pytest.mark.parametrize("typed", COMING)
def test_a_day_to_come_is_understood_and_shown_back(typed):
    reading = understand_day(typed, leaning=Leaning.COMING)

    assert (reading.shown, reading.is_full) == (COMING[typed], False)


PAST = {
    "23 Feb": "Monday 23 February 2026",
    "5/11": "Thursday 5 November 2026",
    "30 Nov": "Sunday 30 November 2025",
    "29 Nov": "Sunday 29 November 2026",
    "Tuesday": "Tuesday 24 November 2026",
    "last Tuesday": "Tuesday 24 November 2026",
    "yesterday": "Saturday 28 November 2026",
    "two weeks ago": "Sunday 15 November 2026",
    "a year ago": "Saturday 29 November 2025",
    "the day before yesterday": "Friday 27 November 2026",
}


@pytest.mark.parametrize("typed", PAST)
def test_a_day_that_was_is_the_last_such_day(typed):
    assert understand_day(typed, leaning=Leaning.PAST).shown == PAST[typed]


@pytest.mark.parametrize(("typed", "means"), [("1 Jan", date(2027, 1, 1)), ("1 Oct", date(2026, 10, 1))])
def test_a_day_that_may_be_past_or_to_come_is_the_nearest(typed, means):
    assert understand_day(typed, leaning=Leaning.NEAREST).value == means


@pytest.mark.parametrize(
    "typed",
    ["5.11.26", "5–11–26", "5/11/2026", "Thursday 5 November 2026", "Nov 5, 2026", "5 Nov ’26", "2026-11-05"],
)
def test_a_day_with_its_year_needs_no_asking(typed):
    reading = understand_day(typed)

    assert (reading.value, reading.is_full) == (date(2026, 11, 5), True)


def test_next_tuesday_says_how_to_say_the_one_after():
    note = understand_day("next Tuesday", leaning=Leaning.COMING).note

    assert note == "If you mean the week after, enter 8 December 2026."


REFUSED_IN_WORDS = {
    "29 February 2027": "There is no 29 February in 2027. Enter another day.",
    "29 Feb": "Enter the year too: not every year has a 29 February.",
    "31 April": "There is no 31 April. Enter another day.",
    "31/4/2027": "There is no 31 April. Enter another day.",
    "Monday 5 November 2026": "5 November 2026 is a Thursday. Correct the day of the week or the date.",
    "Mon 8 Dec": "8 December 2026 is a Tuesday. Correct the day of the week or the date.",
    "5 November 0226": "Enter a year between 1900 and 2100.",
    "11/31/2026": "There is no month 31. Enter the day first, then the month, then the year.",
    "0/1/2027": "There is no 0 January. Enter another day.",
    "in 900 years": "Enter a year between 1900 and 2100.",
}


@pytest.mark.parametrize("typed", REFUSED_IN_WORDS)
def test_a_day_that_there_is_not_is_refused_in_words(typed):
    with pytest.raises(NotRead) as refused:
        understand_day(typed, leaning=Leaning.COMING)

    assert refused.value.sentence == REFUSED_IN_WORDS[typed]


@pytest.mark.parametrize(
    "typed",
    ["5", "the 5th", "Nov", "2026", "0226", "soon", "next week", "a couple of weeks", "5 Novembre", "13", "x" * 50_000],
)  # fmt: skip
def test_what_could_be_several_days_is_not_guessed(typed):
    with pytest.raises(NotRead) as refused:
        understand_day(typed, leaning=Leaning.COMING)

    assert refused.value.sentence == ""


@pytest.mark.parametrize("leaning", [None, Leaning.NEAREST])
def test_a_weekday_alone_is_asked_about_where_it_may_be_past_or_to_come(leaning):
    with pytest.raises(NotRead) as refused:
        understand_day("Tuesday", leaning=leaning)

    assert refused.value.sentence == "Enter “last Tuesday” or “next Tuesday”, or the date."


def test_a_day_in_a_list_or_a_command_has_its_year():
    with pytest.raises(NotRead):
        read_day("23 Feb")
    with pytest.raises(NotRead):
        read_day("tomorrow")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_as_it_is_written_on_pages(day):
    for written in (words.day(day), words.full_day(day), f"{day:%d/%m/%Y}", day.isoformat()):
        assert understand_day(written).value == day


@given(st.integers(1, 400), st.sampled_from([("days", 1), ("weeks", 7), ("fortnights", 14)]))
def test_some_time_from_now_is_counted(count, unit):
    name, days = unit
    today = date(2026, 11, 29)

    assert understand_day(f"in {count} {name}").value == today + timedelta(count * days)
    assert understand_day(f"{count} {name} ago").value == today - timedelta(count * days)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    for read in (understand_day, understand_clock):
        try:
            read(text)
        except NotRead:
            continue


CLOCKS = {
    "2 p.m.": (time(14), True),
    "2pm": (time(14), True),
    "2 P.M": (time(14), True),
    "2.30pm": (time(14, 30), True),
    "14.00": (time(14), True),
    "1400": (time(14), True),
    "09:30": (time(9, 30), True),
    "02:00": (time(2), True),
    "10.30": (time(10, 30), True),
    "noon": (time(12), True),
    "midday": (time(12), True),
    "half past two in the afternoon": (time(14, 30), True),
    "quarter past 2pm": (time(14, 15), True),
    "half past two": (time(14, 30), False),
    "half two": (time(14, 30), False),
    "quarter to three": (time(14, 45), False),
    "quarter to one": (time(12, 45), False),
    "quarter to 1pm": (time(12, 45), True),
    "quarter to twelve": (time(11, 45), False),
    "quarter to 12 in the evening": (time(23, 45), True),
    "quarter to 0": (time(23, 45), True),
    "twenty-five to six": (time(17, 35), False),
    "ten past 4": (time(16, 10), False),
    "two o’clock": (time(14), False),
    "2:00": (time(14), False),
    "9:00": (time(9), False),
    "12am": (time(0), True),
}


@pytest.mark.parametrize("typed", CLOCKS)
def test_a_time_is_understood_and_shown_back_where_it_could_be_another(typed):
    reading = understand_clock(typed)

    assert (reading.value, reading.is_full) == CLOCKS[typed]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7:30", "Enter 7:30am or 7:30pm."),
        ("half past seven", "Enter 7:30am or 7:30pm."),
        ("quarter to eight", "Enter 7:45am or 7:45pm."),
        ("quarter to 12pm", "Enter 11:45am or 11:45pm."),
        ("quarter to 12am", "Enter 11:45am or 11:45pm."),
        ("five to twelve in the afternoon", "Enter 11:55am or 11:55pm."),
        ("midnight", "Enter 12:00am for the beginning of the day, or 11:59pm for its end."),
    ],
)
def test_a_time_that_could_be_morning_or_evening_is_asked_about(typed, sentence):
    with pytest.raises(NotRead) as refused:
        understand_clock(typed)

    assert refused.value.sentence == sentence


@given(st.times())
def test_a_time_is_read_as_it_is_written_on_pages(at):
    assert understand_clock(words.clock(at)).value == time(at.hour, at.minute)
