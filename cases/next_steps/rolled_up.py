"""What helps as it is published: whole quarters, without small numbers, counted once and then kept.

No number under five can be read or calculated, also from two tables, two periods, or from one's own site and the
published total (kit/privacy/small_numbers.py).
"""

from collections.abc import Callable
from datetime import date

from cases.next_steps.models import Feedback
from cases.next_steps.tallies import Period, Tally
from cases.next_steps.what_helps import WAYS, Figures, Line, Step, Table, steps_of
from kit.dates import months_after
from kit.privacy.small_numbers import Places, Row, Thing, can_show_total, publishable_rows, sets_of
from sites_app.fixed_periods import counted_until
from sites_app.models import Programme

Measures = tuple[str, ...]
MEASURES: list[Measures] = [
    ("fed_back", "good"),
    ("good",),
    ("fed_back",),
    (),
]  # shown with "suggested"; the first that can be shown is used


def count_period(programme: Programme, first: date, until: date) -> dict | None:
    """Return the figures of `programme` for the steps agreed from the day `first` to the day before `until`, as JSON;
    {} if there were none, and None if not even their number can be shown.
    """
    sites = list(programme.sites.all())
    period = Period(first, months_after(until, -1))
    steps = steps_of(sites, period, answered_before=counted_until(until))
    if not steps:
        return {}
    figures = roll_up(steps)
    return as_json(figures) if figures.tally else None


def roll_up(steps: list[Step]) -> Figures:
    """Return the figures of `steps` in which no number under five is shown or can be calculated.

    Each table is counted beside those before it. People of a site know its own steps, so each number is also safe
    without them.
    """
    outcomes = [step.outcome for step in steps]
    sites = {step.site for step in steps}
    known = [frozenset(place for place, step in enumerate(steps) if step.site == site) for site in sites]
    measures = next((each for each in MEASURES if can_show_total(_places(outcomes, each), known)), None)
    if measures is None:
        return Figures(None, [], is_rolled_up=True)
    said = sets_of(_places(outcomes, measures))
    tables = []
    for way in WAYS:
        if way[0] != "site" or len(sites) > 1:
            table, rows = _table(steps, *way, measures, known=known, beside=said)
            tables.append(table)
            said += [places for row in rows for places in row.sets]
    return Figures(
        _tally([len(cell) for cell in _places(outcomes, measures)], measures), tables, is_rolled_up=True
    )


def _table(
    steps: list[Step], name: str, heading: str, labels: Callable, measures: Measures, *, known, beside
) -> tuple[Table, list[Row]]:
    """Return the table with the lines that can be shown, and its rows.

    If a measure keeps many lines from being shown, it is left out: first how many had feedback, then how many helped.
    """
    found: list[tuple[Measures, list[Row]]] = [
        (
            fewer,
            publishable_rows(_things(steps, labels, fewer), len(fewer) + 1, known=known, beside=beside),
        )
        for fewer in MEASURES
        if set(fewer) <= set(measures)
    ]
    says_most, rows = max(
        found, key=lambda pair: (bool(pair[1]), "good" in pair[0], len(pair[1]), len(pair[0]))
    )
    lines = _with_lengths([Line(row.label, _tally(row.cells, says_most), row.merged) for row in rows])
    return Table(name, heading, lines, any(len(labels(step)) > 1 for step in steps)), rows


def _with_lengths(lines: list[Line]) -> list[Line]:
    longest = max((line.tally.suggested for line in lines), default=0)
    return [Line(line.label, line.tally, line.merged, longest) for line in lines]


def _places(outcomes: list[str], measures: Measures) -> list[Places]:
    """Return the steps of each kind, by their place."""
    kinds = [_kind(outcome, measures) for outcome in outcomes]
    return [
        frozenset(place for place, found in enumerate(kinds) if found == kind)
        for kind in range(len(measures) + 1)
    ]


def _kind(outcome: str, measures: Measures) -> int:
    """Return which kind of step this is for `measures`: the number of measures that are true of it."""
    return ("fed_back" in measures and outcome != "") + ("good" in measures and outcome in Feedback.GOOD)


def _things(steps: list[Step], labels: Callable, measures: Measures) -> list[Thing]:
    """Return the steps as small_numbers counts them."""
    return [Thing(_kind(step.outcome, measures), labels(step)) for step in steps]


def _tally(cells, measures: Measures) -> Tally:
    at_least = [sum(cells[kind:]) for kind in range(len(cells))]  # each measure includes those after it
    return Tally(at_least[0], **dict(zip(measures, at_least[1:], strict=True)))


def as_json(figures: Figures) -> dict:
    """Return rolled-up figures as they are kept."""
    tables = [
        {
            "name": table.name,
            "overlapping": table.is_overlapping,
            "lines": [[line.label, line.merged, *_numbers(line.tally)] for line in table.lines],
        }
        for table in figures.tables
    ]
    return {"total": _numbers(figures.tally), "tables": tables}


def from_json(kept: dict) -> Figures:
    """Return kept figures as the page shows them."""
    headings = {name: heading for name, heading, _ in WAYS}
    tables = [
        Table(
            table["name"],
            headings[table["name"]],
            _with_lengths(
                [Line(label, Tally(*numbers), merged) for label, merged, *numbers in table["lines"]]
            ),
            table["overlapping"],
        )
        for table in kept["tables"]
    ]
    return Figures(Tally(*kept["total"]), tables, is_rolled_up=True)


def _numbers(tally: Tally | None) -> list:
    return [tally.suggested, tally.fed_back, tally.good] if tally else []
