"""Counts for those who may not read: small numbers are rolled up so that they can't be had by subtraction."""

from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from cases.commissioning.actions import publish_due_figures
from cases.commissioning.counts import publishable_cells, published_themes, with_times_raised
from cases.commissioning.models import CommissionerIssue
from kit.privacy.small_numbers import SMALLEST_CELL
from tests.cases.test_models import publish
from tests.factories.cases import CaseFactory, CommissionerIssueFactory

THEMES = [
    "secret_caseload",
    "capacity",
    "excluded_from_pathway",
    "threshold",
    "out_of_hours",
    "housing_supply",
]


def raised(counts, *, site=1):
    return [(theme, site) for theme, count in counts.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ({}, []),
        ({"capacity": 3}, []),
        ({"capacity": 5}, [["capacity", 5]]),
        ({"capacity": 9, "threshold": 3, "out_of_hours": 2}, [["capacity", 9], ["", 5]]),
        ({"capacity": 9, "threshold": 6, "out_of_hours": 2}, [["capacity", 9], ["", 8]]),
        ({"capacity": 5, "threshold": 1}, [["", 6]]),
        ({"capacity": 2, "threshold": 2}, []),
        ({"capacity": 2, "threshold": 3}, [["", 5]]),
    ],
)
def test_small_cells_are_rolled_up(counts, cells):
    assert publishable_cells(raised(counts)) == cells


def test_nothing_small_is_left_beside_the_issues_of_sites_that_a_reader_knows():
    found = raised({"capacity": 9, "threshold": 9}) + raised({"capacity": 2, "threshold": 3}, site=2)

    assert publishable_cells(found) == [["threshold", 12], ["capacity", 11]]
    assert publishable_cells(found, known=[{1}]) == [["", 23]]
    assert publishable_cells(found[:-2], known=[{1}]) == []


@given(st.dictionaries(st.sampled_from(THEMES), st.integers(0, 12)))
def test_no_number_under_five_is_shown_or_had_by_subtraction(counts):
    cells = publishable_cells(raised(counts))

    shown = [count for _, count in cells]
    assert all(count >= SMALLEST_CELL for count in shown)
    total = sum(counts.values())
    assert sum(shown) == (total if total >= SMALLEST_CELL or not total else 0)
    named = [theme for theme, _ in cells if theme]
    if len(named) < len(cells):  # what stands under "other" is at least two themes
        hidden = [count for count in counts.values() if count]
        assert len(hidden) - len(named) >= 2


def test_only_published_issues_and_those_merged_into_them_are_counted_in_their_quarter(people, case):
    with time_machine.travel(datetime(2027, 2, 10, 12, 0, tzinfo=UTC)):
        mine = CommissionerIssueFactory(case=case)
        mine.wordings.create(cleared_text=publish(case, people, "commissioners", "commissioner_issue"))
        CommissionerIssueFactory.create_batch(6, case=case)
        for issue in CommissionerIssueFactory.create_batch(4, case=case):
            issue.merged_into = mine
            issue.save()

    with time_machine.travel(datetime(2027, 4, 30, 12, 0, tzinfo=UTC)):
        assert publish_due_figures() == 0
    with time_machine.travel(datetime(2027, 5, 1, 12, 0, tzinfo=UTC)):
        assert publish_due_figures() == 1
        assert publish_due_figures() == 0

    [figures] = published_themes([people.programme.pk])
    assert figures.cells == [("Excluded from a service", 5)]
    assert figures.period_in_words == "January to March 2027"
    assert published_themes([]) == []


def test_how_often_an_issue_was_raised_counts_what_is_merged(people, case):
    issue, same_site = CommissionerIssueFactory.create_batch(2, case=case)
    elsewhere = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    for other in (same_site, elsewhere):
        other.merged_into = issue
        other.save()

    counted = with_times_raised(CommissionerIssue.objects.filter(pk=issue.pk)).get()

    assert (counted.times_raised, counted.sites_raised) == (3, 2)
