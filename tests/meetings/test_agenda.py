"""The lines of an agenda, and how the minutes of a meeting are shared out among them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from kit.errors import RefusedError
from meetings import actions
from meetings.agenda import USUAL, About, Entry, clock_times, default_agenda, share_out
from meetings.models import Meeting

TEA, CASE = Entry("Tea", minutes_long=5), Entry("The case", About.CASE, 60)


def minutes_and_titles(meeting) -> list[tuple[str, int]]:
    return list(meeting.agenda_items.values_list("title", "minutes_long"))


def test_the_agenda_takes_the_order_given_and_leaves_out_empty_lines(people, meeting):
    items = [TEA, Entry("  ", minutes_long=10), CASE._replace(title="The case ")]

    actions.set_agenda(meeting, items=items, by=people.facilitator)

    assert list(meeting.agenda_items.values_list("position", "about", "title", "minutes_long")) == [
        (1, "other", "Tea", 5),
        (2, "case", "The case", 60),
    ]


def test_the_same_agenda_again_keeps_its_lines(people, meeting):
    lines = actions.set_agenda(meeting, items=[TEA, Entry("The case", About.CASE)], by=people.facilitator)

    again = actions.set_agenda(meeting, items=[TEA, Entry("The case", About.CASE)], by=people.facilitator)

    assert again == lines


def test_has_set_length_by_hand_or_follow_the_meeting(people, meeting):
    actions.set_agenda(meeting, items=[TEA, Entry("The case", About.CASE)], by=people.facilitator)

    assert [item.has_set_length for item in meeting.agenda_items.all()] == [True, False]


def test_an_empty_agenda_is_refused(people, meeting):
    with pytest.raises(RefusedError, match="at least one item"):
        actions.set_agenda(meeting, items=[Entry(" ")], by=people.facilitator)


def test_the_agenda_of_a_cancelled_meeting_stays(people):
    meeting = actions.schedule(
        people.site, starts_at=timezone.now() + timedelta(days=7), by=people.facilitator
    )
    actions.cancel(meeting, because="Too few", by=people.facilitator)

    with pytest.raises(RefusedError, match="cancelled"):
        actions.set_agenda(meeting, items=[TEA], by=people.facilitator)


def test_the_usual_agenda_is_put_back(people, meeting):
    usual = minutes_and_titles(meeting)
    actions.set_agenda(meeting, items=[TEA], by=people.facilitator)

    actions.set_usual_agenda(meeting, by=people.facilitator)

    assert minutes_and_titles(meeting) == usual


def test_another_sort_of_meeting_brings_its_usual_agenda(people):
    at = timezone.now() + timedelta(days=7)
    meeting = actions.schedule(people.site, starts_at=at, kind=Meeting.Kind.CASE, by=people.facilitator)

    actions.reschedule(meeting, starts_at=at, kind=Meeting.Kind.CLOSING, by=people.facilitator)

    titles = [entry.title for entry in default_agenda(Meeting.Kind.CLOSING)]
    assert list(meeting.agenda_items.values_list("title", flat=True)) == titles


def test_an_agenda_of_ones_own_stays_when_the_sort_of_meeting_changes(people):
    at = timezone.now() + timedelta(days=7)
    meeting = actions.schedule(people.site, starts_at=at, kind=Meeting.Kind.CASE, by=people.facilitator)
    actions.set_agenda(meeting, items=[TEA, CASE], by=people.facilitator)

    actions.reschedule(meeting, starts_at=at, kind=Meeting.Kind.CLOSING, by=people.facilitator)

    assert minutes_and_titles(meeting) == [("Tea", 5), ("The case", 60)]


def test_each_line_begins_when_the_one_before_ends():
    at = timezone.now()

    begins = clock_times(at, [10, 5, 20])

    assert [moment - at for moment in begins] == [timedelta(), timedelta(minutes=10), timedelta(minutes=15)]


@pytest.mark.parametrize("minutes_long", [60, 90, 105, 120, 180, 240])
@pytest.mark.parametrize("kind", Meeting.Kind.values)
def test_the_usual_agenda_fills_the_meeting(kind, minutes_long):
    lines = [(minutes, False) for _, _, minutes in USUAL[kind]]

    shares = share_out(minutes_long, lines)

    assert sum(shares) == minutes_long
    assert min(shares) >= 5


def test_two_hours_without_news_give_the_case_what_the_others_leave():
    there = [
        (minutes, False)
        for about, _, minutes in USUAL[Meeting.Kind.CASE]
        if about not in (About.MINUTES, About.ANSWERS, About.REPLIES, About.GUEST)
    ]

    assert share_out(120, there) == [10, 5, 15, 50, 20, 10, 10]


LINES = st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=14)


@given(minutes_long=st.integers(15, 480), lines=LINES)
def test_minutes_set_by_hand_stay_whatever_the_length(minutes_long, lines):
    shares = share_out(minutes_long, lines)

    assert [share for share, (_, is_set) in zip(shares, lines, strict=True) if is_set] == [
        minutes for minutes, is_set in lines if is_set
    ]
    assert min(shares) >= 1


@given(minutes_long=st.integers(15, 480), lines=LINES)
@example(minutes_long=75, lines=[(4, True), (12, False), (12, False), (57, True)])
def test_the_others_fill_the_meeting_where_there_is_room_for_each(minutes_long, lines):
    loose = sum(not is_set for _, is_set in lines)
    left = minutes_long - sum(minutes for minutes, is_set in lines if is_set)

    shares = share_out(minutes_long, lines)

    if loose and left >= 5 * loose:
        assert sum(shares) == minutes_long
