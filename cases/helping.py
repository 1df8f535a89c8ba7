"""What helps: next steps suggested, fed back, and helped or held steady; altogether, by theme, need, discipline, site.

Holding steady counts as success (Little Miracles, key points). These are totals: no word of a step or a case is read.
People of the programme see every number. Commissioners and the public see what copsite.kit.small_numbers lets stand,
of the whole programme up to the end of last month: two periods, or two days, could be subtracted from each other.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.models import Case, Feedback, NextStep
from cases.models.steps import SHAPES
from copsite.kit.small_numbers import Row, Thing, can_show, count, rolled_up
from sites_app.models import Programme, Site

Outcome = Feedback.Outcome
NO_THEME, NO_NEED, NO_OWNER = "No theme", "No need named", "Nobody yet"
MEASURES = [
    ("fed_back", "good"),
    ("fed_back",),
    ("good",),
    (),
]  # beside "suggested"; the first that can show wins


@dataclass(frozen=True)
class Period:
    """Whole months: from the first day of one to the last day of another; either end may be open."""

    first: date | None = None
    last: date | None = None  # the first day of the last month

    @property
    def ends(self) -> date | None:
        """The day after it, the first of a month."""
        last = self.last
        return last and date(last.year + last.month // 12, last.month % 12 + 1, 1)


@dataclass(frozen=True)
class Step:
    """A next step as it is counted: where, of what, whose, and its final answer ("" for none)."""

    outcome: str
    site: str
    discipline: str
    themes: frozenset[str]
    needs: frozenset[str]

    @property
    def is_fed_back(self) -> bool:
        return self.outcome != ""

    @property
    def is_good(self) -> bool:
        return self.outcome in Feedback.GOOD


WAYS: list[
    tuple[str, str, Callable[[Step], frozenset[str]]]
] = [  # how steps are counted: name, heading, labels
    ("theme", "By theme", lambda step: step.themes),
    ("need", "By need", lambda step: step.needs),
    ("discipline", "By the role of whoever tried it", lambda step: frozenset([step.discipline])),
    ("site", "By site", lambda step: frozenset([step.site])),
]


@dataclass(frozen=True)
class Tally:
    """How many steps were suggested, how many of them came back, and how many helped or held steady.

    None: the number can't be shown without a small one being had from it.
    """

    suggested: int
    fed_back: int | None = None
    good: int | None = None

    @property
    def share(self) -> int | None:
        """How many of a hundred came back, a hundred only where all did; None where nothing was suggested."""
        if not self.suggested or self.fed_back is None:
            return None
        return 100 * self.fed_back // self.suggested

    @property
    def sentence(self) -> str:
        """Of 41 next steps suggested, 33 came back; 24 helped or held steady."""
        if not self.suggested:
            return "No next step was suggested."
        parts = [f"{self.fed_back} came back"] if self.fed_back is not None else []
        parts += [f"{self.good} helped or held steady"] if self.good is not None else []
        steps = f"{self.suggested} next step{'' if self.suggested == 1 else 's'}"
        if not parts:
            return f"{steps} {'was' if self.suggested == 1 else 'were'} suggested."
        return f"Of {steps} suggested, {'; '.join(parts)}."


@dataclass(frozen=True)
class Line:
    """One row of a table: a label ("": others, `merged` of them) with its numbers, and what is drawn of each, as hundredths
    of the longest line."""

    label: str
    tally: Tally
    merged: int = 1
    longest: int = 1

    @property
    def words(self) -> str:
        return self.label or f"Others, {self.merged} together"

    @property
    def drawn_suggested(self) -> int:
        return _hundredths(self.tally.suggested, self.longest)

    @property
    def drawn_fed_back(self) -> int:
        return _hundredths(self.tally.fed_back, self.longest)

    @property
    def drawn_good(self) -> int:
        return _hundredths(self.tally.good, self.longest)


@dataclass(frozen=True)
class Table:
    """The steps counted in one way. Without lines where nothing can be shown."""

    name: str
    heading: str
    lines: list[Line]
    is_overlapping: bool  # a step stands in several lines

    @property
    def has_fed_back(self) -> bool:
        return all(line.tally.fed_back is not None for line in self.lines)

    @property
    def has_good(self) -> bool:
        return all(line.tally.good is not None for line in self.lines)


@dataclass(frozen=True)
class Given:
    """One of the final answers, and how many steps have it."""

    outcome: Outcome
    times: int

    @property
    def label(self) -> str:
        return self.outcome.label

    @property
    def shape(self) -> str:
        """How components/_outcome.html draws it."""
        return SHAPES[self.outcome]


@dataclass(frozen=True)
class Figures:
    """Everything that the page of what helps says. `tally` is None where even the total is too small to show."""

    tally: Tally | None
    tables: list[Table]
    outcomes: list[Given] = field(default_factory=list)  # of those that came back; none rolled up
    is_rolled_up: bool = False
    until: date | None = None  # nothing from this day on is counted

    @property
    def drawn_fed_back(self) -> int:
        """How much of the line of all steps is drawn as come back, in hundredths."""
        return _hundredths(self.tally.fed_back, self.tally.suggested)

    @property
    def drawn_good(self) -> int:
        return _hundredths(self.tally.good, self.tally.suggested)


def _hundredths(number: int | None, longest: int) -> int:
    return round(100 * number / longest) if number and longest else 0


def suggested(
    sites: Iterable[Site] | QuerySet, period: Period, *, answered_before: date | None = None
) -> QuerySet[NextStep]:
    """Next steps that came out of meetings of `sites` which began in `period` and were not cancelled.

    Adds `outcome`, the final answer given (before that day), or "": "not yet" is none.
    """
    final = Feedback.objects.filter(next_step=OuterRef("pk")).exclude(outcome=Outcome.NOT_YET)
    answers = final.order_by("-at", "-pk")
    if answered_before:
        answers = answers.filter(at__lt=_midnight(answered_before))
    steps = NextStep.objects.filter(
        discussion__meeting__site__in=sites,
        discussion__meeting__cancelled_at=None,
        discussion__meeting__starts_at__lte=timezone.now(),
    )
    if period.first:
        steps = steps.filter(discussion__meeting__starts_at__gte=_midnight(period.first))
    if period.ends:
        steps = steps.filter(discussion__meeting__starts_at__lt=_midnight(period.ends))
    return steps.order_by().annotate(outcome=Coalesce(Subquery(answers.values("outcome")[:1]), Value("")))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def tally_of(outcomes: Iterable[str]) -> Tally:
    """The three numbers of steps with these final answers."""
    outcomes = list(outcomes)
    return Tally(
        suggested=len(outcomes),
        fed_back=sum(outcome != "" for outcome in outcomes),
        good=sum(outcome in Feedback.GOOD for outcome in outcomes),
    )


def tallies_of(sites: Iterable[Site]) -> dict[int, Tally]:
    """The three numbers of each of `sites` so far, by its id, in one query."""
    sites = list(sites)
    rows = (
        suggested(sites, Period())
        .values("discussion__meeting__site", "outcome")
        .annotate(times=Count("pk"))
        .values_list("discussion__meeting__site", "outcome", "times")
    )
    outcomes: dict[int, list[str]] = {site.pk: [] for site in sites}
    for site, outcome, times in rows:
        outcomes[site] += [outcome] * times
    return {site: tally_of(found) for site, found in outcomes.items()}


def figures_of(sites: Iterable[Site], period: Period) -> Figures:
    """Every number of `sites` in `period`, for people of the programme. By site where there are several."""
    sites = list(sites)
    steps = _steps_of(sites, period)
    given = Counter(step.outcome for step in steps if step.is_fed_back)
    return Figures(
        tally=tally_of(step.outcome for step in steps),
        tables=[_table(steps, *way) for way in WAYS if way[0] != "site" or len(sites) > 1],
        outcomes=[Given(outcome, given[outcome]) for outcome in Outcome if given[outcome]],
    )


def rolled_up_figures_of(programme: Programme) -> Figures:
    """What commissioners and the public see of `programme`: no cell under five, and none to be had by subtraction."""
    until = timezone.localdate().replace(day=1)
    last_month = date(until.year - (until.month == 1), (until.month - 2) % 12 + 1, 1)
    sites = list(programme.sites.all())
    steps = _steps_of(sites, Period(last=last_month), answered_before=until)
    measures = _measures_that_can_show(steps)
    if measures is None:
        return Figures(None, [], is_rolled_up=True, until=until)
    return Figures(
        tally=_tally_of_cells(count(_things(steps, WAYS[0][2], measures), len(measures) + 1), measures),
        tables=[
            _rolled_up_table(steps, *way, measures) for way in WAYS if way[0] != "site" or len(sites) > 1
        ],
        is_rolled_up=True,
        until=until,
    )


def _steps_of(sites: list[Site], period: Period, *, answered_before: date | None = None) -> list[Step]:
    """The steps to be counted, in three queries."""
    rows = list(
        suggested(sites, period, answered_before=answered_before).values_list(
            "outcome", "discussion__meeting__site", "owner__discipline__name", "discussion__case"
        )
    )
    cases = {case for *_, case in rows}
    themes = _words(Case.themes.through, "theme__name", cases)
    needs = _words(Case.needs.through, "need__name", cases)
    places = {site.pk: str(site) for site in sites}
    return [
        Step(
            outcome=outcome,
            site=places[site],
            discipline=discipline or NO_OWNER,
            themes=themes.get(case) or frozenset([NO_THEME]),
            needs=needs.get(case) or frozenset([NO_NEED]),
        )
        for outcome, site, discipline, case in rows
    ]


def _words(through, name: str, cases: set[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for case, word in through.objects.filter(case__in=cases).order_by().values_list("case", name):
        found.setdefault(case, set()).add(word)
    return {case: frozenset(words) for case, words in found.items()}


def _table(steps: list[Step], name: str, heading: str, labels: Callable) -> Table:
    outcomes: dict[str, list[str]] = {}
    for step in steps:
        for label in labels(step):
            outcomes.setdefault(label, []).append(step.outcome)
    tallies = sorted(
        ((label, tally_of(found)) for label, found in outcomes.items()),
        key=lambda pair: (pair[0] in (NO_THEME, NO_NEED, NO_OWNER), -pair[1].suggested, pair[0]),
    )
    longest = max((tally.suggested for _, tally in tallies), default=0)
    lines = [Line(label, tally, longest=longest) for label, tally in tallies]
    return Table(name, heading, lines, any(len(labels(step)) > 1 for step in steps))


def _rolled_up_table(
    steps: list[Step], name: str, heading: str, labels: Callable, measures: tuple[str, ...]
) -> Table:
    """With as many of `measures` as let any line stand."""
    overlaps = any(len(labels(step)) > 1 for step in steps)
    for fewer in MEASURES:
        if set(fewer) <= set(measures):
            rows: list[Row] = rolled_up(_things(steps, labels, fewer), len(fewer) + 1)
            if rows:
                tallies = [_tally_of_cells(row.cells, fewer) for row in rows]
                longest = max(tally.suggested for tally in tallies)
                lines = [
                    Line(row.label, tally, row.merged, longest)
                    for row, tally in zip(rows, tallies, strict=True)
                ]
                return Table(name, heading, lines, overlaps)
    return Table(name, heading, [], overlaps)


def _measures_that_can_show(steps: list[Step]) -> tuple[str, ...] | None:
    """The most that can be said of all `steps` together; None where not even their number can."""
    for measures in MEASURES:
        if all(map(can_show, count(_things(steps, WAYS[0][2], measures), len(measures) + 1))):
            return measures
    return None


def _things(steps: list[Step], labels: Callable, measures: tuple[str, ...]) -> list[Thing]:
    """The steps as small_numbers counts them: the kinds are what `measures` tell apart."""
    return [
        Thing(
            ("fed_back" in measures and step.is_fed_back) + ("good" in measures and step.is_good),
            labels(step),
        )
        for step in steps
    ]


def _tally_of_cells(cells: tuple[int, ...], measures: tuple[str, ...]) -> Tally:
    at_least = [sum(cells[kind:]) for kind in range(len(cells))]  # each measure holds those after it
    return Tally(at_least[0], **dict(zip(measures, at_least[1:], strict=True)))
