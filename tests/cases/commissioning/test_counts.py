"""Counts for those who may not read: small numbers are rolled up so that they can't be had by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.commissioning.counts import Cell, publishable_cells, themes_elsewhere, with_times_raised
from cases.commissioning.models import CommissionerIssue
from kit.privacy.small_numbers import SMALLEST_CELL
from tests.cases.test_models import publish
from tests.factories.cases import CaseFactory, CommissionerIssueFactory


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ({}, []),
        ({"capacity": 3}, [Cell("", None)]),
        ({"capacity": 5}, [Cell("Not enough hours", 5)]),
        ({"capacity": 9, "threshold": 3, "out_of_hours": 2}, [Cell("Not enough hours", 9), Cell("", 5)]),
        ({"capacity": 9, "threshold": 6, "out_of_hours": 2}, [Cell("Not enough hours", 9), Cell("", 8)]),
        ({"capacity": 5, "threshold": 1}, [Cell("", 6)]),
        ({"capacity": 2, "threshold": 2}, [Cell("", None)]),
        ({"capacity": 2, "threshold": 3}, [Cell("", 5)]),
    ],
)
def test_small_cells_are_rolled_up(counts, cells):
    assert publishable_cells(counts) == cells


@given(st.dictionaries(st.sampled_from(CommissionerIssue.Theme.values), st.integers(0, 12)))
def test_no_number_under_five_is_shown_or_had_by_subtraction(counts):
    cells = publishable_cells(counts)

    shown = [cell.count for cell in cells if cell.count is not None]
    assert all(count >= SMALLEST_CELL for count in shown)
    total = sum(counts.values())
    assert sum(shown) == (total if total >= SMALLEST_CELL or not total else 0)
    other = [cell for cell in cells if cell.theme == ""]
    named = len(cells) - len(other)
    if other:  # what stands under "other" is at least two themes, unless nothing at all is shown
        hidden = [count for count in counts.values() if count]
        assert len(hidden) - named >= 2 or other[0].count is None


def test_only_published_issues_of_other_sites_are_counted(people, case):
    mine = CommissionerIssueFactory(case=case)
    mine.wordings.create(cleared_text=publish(case, people, "commissioners", "commissioner_issue"))
    CommissionerIssueFactory.create_batch(6, case=case)
    merged = CommissionerIssueFactory.create_batch(4, case=case)
    for issue in merged:
        issue.merged_into = mine
        issue.save()

    assert themes_elsewhere([people.programme.pk], without=[people.neighbour.pk]) == [
        Cell("Excluded from a service", 5)
    ]
    assert themes_elsewhere([people.programme.pk], without=[people.site.pk]) == []
    assert themes_elsewhere([], without=[]) == []


def test_how_often_an_issue_was_raised_counts_what_is_merged(people, case):
    issue, same_site = CommissionerIssueFactory.create_batch(2, case=case)
    elsewhere = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    for other in (same_site, elsewhere):
        other.merged_into = issue
        other.save()

    counted = with_times_raised(CommissionerIssue.objects.filter(pk=issue.pk)).get()

    assert (counted.times_raised, counted.sites_raised) == (3, 2)
