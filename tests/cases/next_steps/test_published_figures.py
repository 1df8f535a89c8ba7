"""What is published of what helps: whole quarters, once, and no small number in any two tables."""

from datetime import UTC, date, datetime
from itertools import combinations, pairwise, product

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.next_steps.actions.figures import publish_due_figures
from cases.next_steps.models import Feedback, WhatHelpsFigures
from cases.next_steps.published import figures_in, newest_figures
from cases.next_steps.rolled_up import as_json, from_json, roll_up
from cases.next_steps.tallies import Tally
from cases.next_steps.what_helps import WAYS, Step
from kit.privacy.small_numbers import can_show
from sites_app.fixed_periods import last_closed
from tests.cases.next_steps.test_what_helps import agreed, discussed, lines
from tests.factories.cases import FeedbackFactory
from tests.factories.members import DisciplineFactory, MemberFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

FIRST_OF_MAY = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 3, 20, 10, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def programme(db):
    return ProgrammeFactory(started_on=date(2026, 1, 5))


@pytest.fixture
def site(programme):
    return SiteFactory(programme=programme, code="CP1", place="Ashby")


def published(programme, *, on=FIRST_OF_MAY):
    """What the newest period says after the run of that day."""
    with time_machine.travel(on):
        publish_due_figures()
    return newest_figures(programme)[1]


def test_readers_outside_see_no_small_number(programme, site):
    """Five of each by the nurse, five and one by two others: the others' one would be left over."""
    nurse = MemberFactory(site=site, discipline=DisciplineFactory(programme=programme, name="Nurse"))
    warden = MemberFactory(site=site, discipline=DisciplineFactory(programme=programme, name="Warden"))
    cook = MemberFactory(site=site, discipline=DisciplineFactory(programme=programme, name="Cook"))
    agreed(discussed(site), *["helped"] * 5, *["worse"] * 5, owner=nurse)
    agreed(discussed(site), *["helped"] * 5, *["worse"] * 4, owner=warden)
    agreed(discussed(site), "worse", owner=cook)

    figures = published(programme)

    assert figures.tally == Tally(20, 20, 10)
    assert lines(figures, "role") == [("Nurse", 10, 10, 5), ("Others, 2 together", 10, 10, 5)]
    assert figures.outcomes == []


def test_where_two_numbers_cannot_both_stand_what_helped_is_said(programme, site):
    agreed(discussed(site), *["helped"] * 8, *["worse"] * 2, *[""] * 5)

    figures = published(programme)

    assert figures.tally == Tally(15, None, 8)
    assert figures.tally.sentence == "Of 15 next steps suggested, 8 helped or held steady."


def test_else_how_many_came_back(programme, site):
    agreed(discussed(site), *["helped"] * 2, *["worse"] * 8, *[""] * 5)

    assert published(programme).tally == Tally(15, 10, None)


def test_a_quarter_that_is_too_small_is_published_with_the_next(programme, site):
    agreed(discussed(site, month=2), "helped", "helped")
    agreed(discussed(site, month=5), *["helped"] * 5)

    assert published(programme).tally is None
    assert published(programme, on=datetime(2026, 8, 1, 9, 0, tzinfo=UTC)).tally == Tally(7, 7, 7)

    row = WhatHelpsFigures.objects.get()
    assert (row.first_on, row.until) == (date(2026, 1, 1), date(2026, 7, 1))
    assert row.period_in_words == "January to June 2026"


def test_a_quarter_without_steps_has_no_figures_and_lengthens_no_other(programme, site):
    agreed(discussed(site, month=5), *["helped"] * 5)

    assert published(programme, on=datetime(2026, 8, 1, 9, 0, tzinfo=UTC)).tally == Tally(5, 5, 5)
    assert WhatHelpsFigures.objects.get().period_in_words == "April to June 2026"


def test_a_quarter_is_published_a_month_after_it_ends_with_the_feedback_until_then(programme, site):
    discussion = discussed(site, month=3)
    agreed(discussion, *[""] * 10)
    steps = list(discussion.next_steps.all())
    for day, some in [(datetime(2026, 4, 30, 12, 0, tzinfo=UTC), steps[:5]), (FIRST_OF_MAY, steps[5:6])]:
        with time_machine.travel(day):
            for step in some:
                FeedbackFactory(next_step=step, outcome=Feedback.Outcome.HELPED)

    assert published(programme, on=datetime(2026, 4, 30, 9, 0, tzinfo=UTC)).tally is None
    assert published(programme).tally == Tally(10, 5, 5)
    assert last_closed(date(2026, 4, 30)) == date(2026, 1, 1)
    assert last_closed(date(2026, 5, 1)) == date(2026, 4, 1)


def test_what_is_published_stays_as_it_was_counted(programme, site):
    discussion = discussed(site)
    agreed(discussion, *["helped"] * 6)
    before = published(programme)

    agreed(discussion, *["worse"] * 5)

    assert published(programme) == before
    assert WhatHelpsFigures.objects.count() == 1


@pytest.mark.parametrize("changed", [{"figures": {}}, {"until": date(2027, 1, 1)}])
def test_the_database_refuses_to_change_what_is_published(programme, site, changed):
    agreed(discussed(site), *["helped"] * 6)
    published(programme)

    with pytest.raises(IntegrityError), transaction.atomic():
        WhatHelpsFigures.objects.update(**changed)


def test_a_run_that_was_missed_publishes_the_same(programme, site):
    for month in (1, 4, 7):
        agreed(discussed(site, month=month), *["helped"] * 5, *["worse"] * 5)
    one_by_one = [published(programme, on=datetime(2026, month, 1, 9, 0, tzinfo=UTC)) for month in (5, 8, 11)]

    other = ProgrammeFactory(started_on=date(2026, 1, 5))
    there = SiteFactory(programme=other)
    for month in (1, 4, 7):
        agreed(discussed(there, month=month), *["helped"] * 5, *["worse"] * 5)
    published(other, on=datetime(2027, 2, 1, 9, 0, tzinfo=UTC))

    at_once = WhatHelpsFigures.objects.filter(programme=other).order_by("first_on")
    assert [figures_in(row).tally for row in at_once] == [figures.tally for figures in one_by_one]


def test_the_periods_of_a_programme_share_no_day(programme, site):
    for month in (1, 4, 5, 7):
        agreed(discussed(site, month=month), *["helped"] * 5)
    published(programme, on=datetime(2027, 2, 1, 9, 0, tzinfo=UTC))

    rows = list(WhatHelpsFigures.objects.order_by("first_on"))

    assert len(rows) == 3
    assert all(one.until <= next_one.first_on for one, next_one in pairwise(rows))


def test_a_programme_that_ended_has_no_period_after_its_last_quarter(programme, site):
    agreed(discussed(site, month=2), *["helped"] * 5)
    programme.ended_on = date(2026, 2, 20)
    programme.save()

    published(programme, on=datetime(2027, 6, 1, 9, 0, tzinfo=UTC))

    assert WhatHelpsFigures.objects.get().until == date(2026, 4, 1)


STEPS = st.builds(
    Step,
    outcome=st.sampled_from(["", "helped", "worse"]),
    site=st.sampled_from(["CP1", "CP2", "CP3"]),
    discipline=st.sampled_from(["Nurse", "Warden", "Cook"]),
    themes=st.sampled_from([frozenset("a"), frozenset("b"), frozenset("ab")]),
    needs=st.sampled_from([frozenset("x"), frozenset("y")]),
)
MANY = st.lists(st.tuples(STEPS, st.integers(1, 9)), max_size=14).map(
    lambda some: [step for step, times in some for _ in range(times)]
)


def cells_of(quarter, steps):
    """Every published number of a quarter with the steps that it counts, as (what, steps, number)."""
    rolled_up = roll_up(steps)
    if rolled_up.tally is None:
        return
    figures = from_json(as_json(rolled_up))
    labels = {name: of for name, _, of in WAYS}
    yield from numbers_in("all", figures.tally, [(quarter, place) for place in range(len(steps))], steps)
    for table in figures.tables:
        named = {line.label for line in table.lines if line.label}
        for line in table.lines:
            where = [
                (quarter, place)
                for place, step in enumerate(steps)
                if (
                    line.label in labels[table.name](step) if line.label else labels[table.name](step) - named
                )
            ]
            yield from numbers_in(f"{table.name} {line.label}", line.tally, where, steps)


def numbers_in(what, tally, where, steps):
    kinds = {
        "suggested": where,
        "fed_back": [place for place in where if steps[place[1]].outcome],
        "good": [place for place in where if steps[place[1]].outcome in Feedback.GOOD],
    }
    for measure, counted in kinds.items():
        number = getattr(tally, measure)
        if number is not None:
            yield f"{what} {measure}", frozenset(counted), number


@settings(max_examples=300, deadline=None)
@given(st.lists(MANY, min_size=2, max_size=3))
def test_no_difference_of_one_to_four_between_any_two_published_tables(quarters):
    """Of all tables of all quarters: where one number counts a part of what another counts, nobody is left over. The
    same without the steps of any one site, which its members know."""
    found = [cell for quarter, steps in enumerate(quarters) for cell in cells_of(quarter, steps)]

    assert all(number == len(counted) for _, counted, number in found)
    for _, counted, number in found:
        assert can_show(number)
        for site in ("CP1", "CP2", "CP3"):
            elsewhere = {(quarter, at) for quarter, at in counted if quarters[quarter][at].site != site}
            assert can_show(len(elsewhere))
    for (what, one, _), (beside, other, _) in product(found, found):
        assert not one < other or can_show(len(other) - len(one)), (what, beside)


@settings(max_examples=100, deadline=None)
@given(MANY)
def test_the_rows_of_each_table_say_no_small_rest(steps):
    figures = roll_up(steps)
    for table in figures.tables:
        for line, other in combinations(table.lines, 2):
            assert can_show(line.tally.suggested)
            assert can_show(other.tally.suggested)
            assert can_show(figures.tally.suggested - line.tally.suggested)
