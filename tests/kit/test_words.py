"""How counts, lists, days, times, money and shares are written, and how names are sorted."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from kit import words
from kit.templatetags import kit


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "no"), (1, "one"), (2, "two"), (12, "twelve"), (13, "13"), (1234, "1,234"), (-1, "-1")],
)
def test_numbers_up_to_twelve_are_written_as_words(number, written):
    assert words.spelled(number) == written


@pytest.mark.parametrize(
    ("number", "written"), [(0, "no people have"), (1, "one person has"), (2, "two people have")]
)
def test_what_is_counted_and_its_verb_agree_with_the_number(number, written):
    assert words.count(number, "person has", "people have") == written
    assert words.counted(number, "person has", "people have") == written.capitalize()


def test_a_number_in_figures_agrees_with_what_it_counts():
    assert [words.figures(number, "member", "members") for number in (0, 1, 2, 1200)] == [
        "0 members",
        "1 member",
        "2 members",
        "1,200 members",
    ]


def test_the_beginning_of_a_sentence_leaves_the_other_capitals_alone():
    assert words.counted(2, "step of CP4", "steps of CP4") == "Two steps of CP4"


@pytest.mark.parametrize(("number", "written"), [(1, "once"), (2, "twice"), (3, "3 times"), (0, "0 times")])
def test_how_often_something_happened(number, written):
    assert words.times(number) == written


@pytest.mark.parametrize(
    ("names", "written"),
    [([], ""), (["Ana"], "Ana"), (["Ana", "Ben"], "Ana and Ben"), (["Ana", "Ben", "Cy"], "Ana, Ben and Cy")],
)
def test_a_list_has_commas_and_one_and(names, written):
    assert words.listed(names) == written
    assert words.listed(iter(names)) == written


def test_a_list_of_alternatives_says_or():
    assert words.listed(["Ana", "Ben", "Cy"], "or") == "Ana, Ben or Cy"


def test_a_name_inside_a_sentence_begins_small():
    assert words.lower_first("Taster session at CP4") == "taster session at CP4"
    assert words.lower_first("") == ""


def test_days_and_times_are_written_as_people_here_write_them():
    moment = datetime(2012, 7, 5, 13, 5, tzinfo=UTC)  # summer time: an hour later in London

    assert words.day(moment) == "5 July 2012"
    assert words.clock(moment) == "2:05pm"
    assert words.when(moment) == "5 July 2012, 2:05pm"
    assert words.weekday(date(2012, 7, 5)) == "Thursday 5 July"
    assert words.full_day(date(2012, 7, 5)) == "Thursday 5 July 2012"
    assert words.short_day(date(2012, 7, 5)) == "5 Jul"
    assert words.day_of_month(date(2012, 7, 5)) == "5 July"
    assert words.month(moment) == "July 2012"
    assert words.month_name(moment) == "July"


def test_a_day_is_the_day_in_london():
    nearly_midnight = datetime(2012, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in London

    assert words.day(nearly_midnight) == "1 July 2012"
    assert words.month(nearly_midnight) == "July 2012"


@pytest.mark.parametrize(
    ("hour", "written"), [(0, "12:00am"), (9, "9:00am"), (12, "12:00pm"), (14, "2:00pm"), (23, "11:00pm")]
)
def test_the_clock_has_twelve_hours(hour, written):
    assert words.clock(time(hour)) == written


@pytest.mark.parametrize(
    "word",
    [
        words.day,
        words.clock,
        words.when,
        words.weekday,
        words.full_day,
        words.short_day,
        words.day_of_month,
        words.month,
        words.month_name,
        words.in_days,
        kit.pounds,
    ],
)
def test_nothing_is_written_for_nothing(word):
    assert word(None) == ""


@pytest.mark.parametrize(
    ("pence", "written"),
    [(695000, "£6,950"), (1250, "£12.50"), (5, "£0.05"), (-1250, "-£12.50"), (0, "£0"), (None, "")],
)
def test_money_is_written_in_pounds(pence, written):
    assert words.pounds(pence) == written


@pytest.mark.parametrize(
    ("days", "written"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (3, "in 3 days"), (-12, "12 days ago")],
)
def test_how_far_away_a_day_is(days, written):
    assert words.in_days(timezone.localdate() + timedelta(days=days)) == written


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(12, 18, 67), (1, 3, 33), (1, 8, 13), (0, 5, 0), (5, 5, 100), (0, 0, 0), (None, 5, 0)],
)
def test_percentages_are_rounded_not_cut(part, whole, percent):
    assert words.percentage(part, whole) == percent


def test_a_hundred_per_cent_is_said_only_of_all():
    assert words.percentage(999, 1000) == 99
    assert words.percentage(1000, 1000) == 100


def test_names_are_sorted_without_regard_to_capitals_and_accents():
    names = ["Zoë", "émile", "Emma", "Zoe", "ana", "Ödön", "Olga", "Ben"]

    assert words.sorted_names(names) == ["ana", "Ben", "émile", "Emma", "Ödön", "Olga", "Zoe", "Zoë"]


def test_rows_are_sorted_by_name_across_rows_and_keep_their_order_otherwise():
    rows = [_Row("Émile", 2), _Row("ben", 2), _Row("Ana", 1), _Row("Émile", 1)]

    assert [(row.name, row.rank) for row in words.by_name(rows)] == [
        ("Ana", 1), ("ben", 2), ("Émile", 2), ("Émile", 1),
    ]  # fmt: skip
    assert [row.name for row in words.by_name(rows, "rank", "name")] == ["Ana", "Émile", "ben", "Émile"]


class _Row:
    def __init__(self, name, rank):
        self.name, self.rank = name, rank

    def __str__(self):
        return self.name


def test_templates_count_and_list_with_the_same_words():
    page = Template(
        '{{ 2|count:"person has,people have"|capfirst }}; {{ 1|figures:"member,members" }}; {{ 3|spelled }}; '
        '{{ rows|listed }}; {{ rows|listed:"rank" }}; {{ 2|times }}'
    )

    text = page.render(Context({"rows": [_Row("Ana", 1), _Row("B&B", 2)]}))

    assert text == "Two people have; 1 member; three; Ana and B&amp;B; 1 and 2; twice"


def test_an_icon_that_stands_for_itself_speaks_and_one_beside_a_word_is_silent():
    assert 'aria-label="Done"' in kit.icon("check2", label="Done")
    assert 'aria-hidden="true"' in kit.icon("check2")
