"""What helps: next steps suggested, with feedback, and helped or held steady; in total, and by theme, need, discipline
and site.

Holding steady counts as success (Little Miracles, key points). These are totals: no text of a step or a case is read.
Who reads every site sees every number, and who reads one site those of it. Everybody else sees what is published of
whole quarters (cases/next_steps/rolled_up.py).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils import timezone

from cases.models import Case
from cases.next_steps.models import Feedback
from cases.next_steps.models.steps import shape_of
from cases.next_steps.tallies import Period, Tally, suggested, tally_of
from kit.words import name_key, percentage
from members.as_of import RolesThen
from members.models import NO_ROLE
from sites_app.models import Site

Outcome = Feedback.Outcome


@dataclass(frozen=True)
class Step:
    """A next step as it is counted, with its final outcome ("" for none)."""

    outcome: str
    site: str
    discipline: str
    themes: frozenset[str]
    needs: frozenset[str]

    @property
    def is_fed_back(self) -> bool:
        """Whether the step had feedback."""
        return self.outcome != ""


WAYS: list[
    tuple[str, str, Callable[[Step], frozenset[str]]]
] = [  # how steps are counted: name, heading, labels
    ("theme", "By theme", lambda step: step.themes),
    ("need", "By need", lambda step: step.needs),
    ("role", "By role of the owner", lambda step: frozenset([step.discipline])),
    ("site", "By site", lambda step: frozenset([step.site])),
]


class Without(models.TextChoices):
    """The labels for steps without a theme, need or owner, or whose owner's role is not known yet."""

    THEME = "no_theme", "No theme"
    NEED = "no_need", "No need named"
    OWNER = "no_owner", "No owner"
    ROLE = "no_role", NO_ROLE


@dataclass(frozen=True)
class Line:
    """One row of a table: a label ("" for `merged` others) with its numbers, and the lengths drawn, as percentages of
    the longest line."""

    label: str
    tally: Tally
    merged: int = 1
    longest: int = 1

    @property
    def words(self) -> str:
        """The label, or how many others are merged."""
        if self.label in Without.values:
            return Without(self.label).label
        return self.label or f"Others, {self.merged} together"

    @property
    def drawn_suggested(self) -> int:
        """The length drawn for steps suggested, as a percentage."""
        return percentage(self.tally.suggested, self.longest)

    @property
    def drawn_fed_back(self) -> int:
        """The length drawn for steps with feedback, as a percentage."""
        return percentage(self.tally.fed_back, self.longest)

    @property
    def drawn_good(self) -> int:
        """The length drawn for steps that helped, as a percentage."""
        return percentage(self.tally.good, self.longest)


@dataclass(frozen=True)
class Table:
    """The steps counted in one way. It has no lines if nothing can be shown."""

    name: str
    heading: str
    lines: list[Line]
    is_overlapping: bool  # whether a step can be in several lines

    @property
    def has_fed_back(self) -> bool:
        """Whether it shows how many steps had feedback."""
        return all(line.tally.fed_back is not None for line in self.lines)

    @property
    def has_good(self) -> bool:
        """Whether it shows how many steps helped."""
        return all(line.tally.good is not None for line in self.lines)


@dataclass(frozen=True)
class OutcomeCount:
    """A final outcome, and how many steps have it."""

    outcome: Outcome
    times: int

    @property
    def label(self) -> str:
        """The name of the outcome."""
        return self.outcome.label

    @property
    def shape(self) -> str:
        """The shape with which components/_outcome.html draws it."""
        return shape_of(self.outcome)


@dataclass(frozen=True)
class Figures:
    """All figures on the page of what helps. `tally` is None if even the total is too small to show."""

    tally: Tally | None
    tables: list[Table]
    outcomes: list[OutcomeCount] = field(
        default_factory=list
    )  # of the steps with feedback; empty if rolled up
    is_rolled_up: bool = False

    @property
    def drawn_fed_back(self) -> int:
        """The length drawn for all steps with feedback, as a percentage."""
        return percentage(self.tally.fed_back, self.tally.suggested) if self.tally else 0

    @property
    def drawn_good(self) -> int:
        """The length drawn for all steps that helped, as a percentage."""
        return percentage(self.tally.good, self.tally.suggested) if self.tally else 0


def figures_of(sites: Iterable[Site], period: Period) -> Figures:
    """Return the figures of `sites` in `period` for people who read all of them, also by site if there are several."""
    sites = list(sites)
    steps = steps_of(sites, period)
    given = Counter(step.outcome for step in steps if step.is_fed_back)
    return Figures(
        tally=tally_of(step.outcome for step in steps),
        tables=counted_in(steps, [name for name, *_ in WAYS if name != "site" or len(sites) > 1]),
        outcomes=[OutcomeCount(outcome, given[outcome]) for outcome in Outcome if given[outcome]],
    )


def counted_in(steps: list[Step], names: Collection[str]) -> list[Table]:
    """Return `steps` counted in those of WAYS that have one of `names`."""
    return [_table(steps, *way) for way in WAYS if way[0] in names]


def steps_of(sites: list[Site], period: Period, *, answered_before: date | None = None) -> list[Step]:
    """Return the steps to be counted, in four queries. Each counts for the role that its owner had when it was agreed."""
    rows = list(
        suggested(sites, period, answered_before=answered_before).values_list(
            "outcome",
            "discussion__meeting__site",
            "discussion__meeting__starts_at",
            "owner",
            "owner__discipline__name",
            "discussion__case",
        )
    )
    cases = {case for *_, case in rows}
    themes = _names_by_case(Case.themes.through, "theme__name", cases)
    needs = _names_by_case(Case.needs.through, "need__name", cases)
    places = {site.pk: str(site) for site in sites}
    roles = RolesThen(member__site__in=sites)
    return [
        Step(
            outcome=outcome,
            site=places[site],
            discipline=roles.on(timezone.localdate(agreed_at), member=owner, today=role)
            or (Without.ROLE.value if owner else Without.OWNER.value),
            themes=themes.get(case) or frozenset([Without.THEME.value]),
            needs=needs.get(case) or frozenset([Without.NEED.value]),
        )
        for outcome, site, agreed_at, owner, role, case in rows
    ]


def _names_by_case(through, name: str, cases: set[int]) -> dict[int, frozenset[str]]:
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
        key=lambda pair: (pair[0] in Without.values, -pair[1].suggested, name_key(pair[0])),
    )
    longest = max((tally.suggested for _, tally in tallies), default=0)
    lines = [Line(label, tally, longest=longest) for label, tally in tallies]
    return Table(name, heading, lines, any(len(labels(step)) > 1 for step in steps))
