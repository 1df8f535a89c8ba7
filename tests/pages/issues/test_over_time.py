"""Concerns over time: how many waited, were answered and led to a change at the end of each period."""

from datetime import date

import pytest

from pages.issues.over_time import MOST_BARS, Concern, figures_over_time

TODAY = date(2026, 5, 20)


def shown(concerns, **kwargs):
    figures = figures_over_time(concerns, today=TODAY, **kwargs)
    return [(bar.words, bar.waiting, bar.answered, bar.changed) for bar in figures.bars]


def test_each_month_says_what_had_come_of_the_concerns_by_its_end():
    concerns = [
        Concern(date(2026, 3, 2), date(2026, 4, 5), date(2026, 5, 10)),
        Concern(date(2026, 3, 31)),
        Concern(date(2026, 5, 1), date(2026, 5, 2)),
    ]

    assert shown(concerns) == [
        ("March 2026", 2, 0, 0),
        ("April 2026", 1, 1, 0),
        ("May 2026", 1, 1, 1),
    ]


def test_nothing_is_drawn_of_no_concerns():
    assert shown([]) == []
    assert figures_over_time([], today=TODAY).now.all == 0


def test_of_an_ended_programme_the_last_bar_is_that_of_the_last_thing_that_happened():
    concerns = [Concern(date(2013, 1, 5), date(2013, 2, 7))]

    assert shown(concerns, has_ended=True) == [("January 2013", 1, 0, 0), ("February 2013", 0, 1, 0)]


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (date(2025, 1, 9), "January 2025"),
        (date(2022, 1, 9), "January to March 2022"),
        (date(2011, 8, 9), "2011"),
    ],
)
def test_longer_times_are_drawn_by_quarter_and_by_year(first, words):
    bars = figures_over_time([Concern(first)], today=TODAY).bars

    assert bars[0].words == words
    assert len(bars) <= MOST_BARS
    assert all(bar.waiting == 1 for bar in bars)


def test_the_parts_of_a_bar_stand_on_each_other_and_fill_no_more_than_the_drawing():
    concerns = [
        Concern(date(2026, 5, 1), answered, None) for answered in (None, date(2026, 5, 2), date(2026, 5, 3))
    ]

    [bar] = figures_over_time(concerns, today=TODAY).bars

    assert bar.parts == [("changed", 100, 0), ("answered", 33, 67), ("waiting", 0, 33)]
