"""The next steps agreed in a period, and how many had feedback and helped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.next_steps.models import Feedback, NextStep
from kit.dates import months_after, start_of_day
from kit.words import figures, percentage
from sites_app.models import Site

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class Period:
    """Whole months, from the first day of one to the last day of another. Either end may be open."""

    first: date | None = None
    last: date | None = None  # the first day of the last month

    @property
    def ends(self) -> date | None:
        """The day after the period, which is the first of a month."""
        last = self.last
        return last and months_after(last)


@dataclass(frozen=True)
class Tally:
    """How many steps were suggested, how many had feedback, and how many helped or held steady.

    None means that a number cannot be shown because it would reveal a small one.
    """

    suggested: int
    fed_back: int | None = None
    good: int | None = None

    @property
    def share(self) -> int | None:
        """The percentage of steps with feedback, 100 only if all had it, or None if nothing was suggested."""
        if not self.suggested or self.fed_back is None:
            return None
        return percentage(self.fed_back, self.suggested)

    @property
    def sentence(self) -> str:
        """The numbers in a sentence, such as "Of 41 next steps suggested, 33 had feedback; 24 helped or held steady." """
        if not self.suggested:
            return "No next step was suggested."
        parts = [f"{self.fed_back} had feedback"] if self.fed_back is not None else []
        parts += [f"{self.good} helped or held steady"] if self.good is not None else []
        if not parts:
            return f"{figures(self.suggested, 'next step was', 'next steps were')} suggested."
        steps = figures(self.suggested, "next step", "next steps")
        return f"Of {steps} suggested, {'; '.join(parts)}."


def suggested_steps() -> QuerySet[NextStep]:
    """Return the next steps agreed at meetings that have begun and were not cancelled."""
    return NextStep.objects.filter(
        discussion__meeting__cancelled_at=None, discussion__meeting__starts_at__lte=timezone.now()
    )


def fed_back_steps() -> QuerySet[NextStep]:
    """Return the suggested steps that had feedback."""
    return suggested_steps().filter(Exists(_final_answers()))


def good_steps() -> QuerySet[NextStep]:
    """Return the suggested steps that helped or held steady."""
    return suggested_steps().filter(Exists(_final_answers().filter(outcome__in=Feedback.GOOD)))


def _final_answers() -> QuerySet[Feedback]:
    """Return the feedback on an outer step, except "not yet"."""
    return Feedback.objects.filter(next_step=OuterRef("pk")).exclude(outcome=Feedback.Outcome.NOT_YET)


class ItsOutcome(TypedDict):
    """What `suggested` adds to each step."""

    outcome: str


def suggested(
    sites: Iterable[Site] | QuerySet, period: Period, *, answered_before: date | None = None
) -> "QuerySet[WithAnnotations[NextStep, ItsOutcome]]":
    """Return the steps of `sites` that were suggested in `period`.

    Adds `outcome`, the final outcome recorded (before the day `answered_before`), or "".
    """
    answers = _final_answers().order_by("-at", "-pk")
    if answered_before:
        answers = answers.filter(at__lt=_midnight(answered_before))
    steps = suggested_steps().filter(discussion__meeting__site__in=sites)
    if period.first:
        steps = steps.filter(discussion__meeting__starts_at__gte=_midnight(period.first))
    if period.ends:
        steps = steps.filter(discussion__meeting__starts_at__lt=_midnight(period.ends))
    return steps.order_by().annotate(outcome=Coalesce(Subquery(answers.values("outcome")[:1]), Value("")))


def _midnight(day: date) -> datetime:
    return start_of_day(day)


def tally_of(outcomes: Iterable[str]) -> Tally:
    """Return the tally of steps with these final outcomes."""
    outcomes = list(outcomes)
    return Tally(
        suggested=len(outcomes),
        fed_back=sum(outcome != "" for outcome in outcomes),
        good=sum(outcome in Feedback.GOOD for outcome in outcomes),
    )


def tallies_of(sites: Iterable[Site]) -> dict[int, Tally]:
    """Return the tally of each of `sites` so far by the site's id, in one query."""
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


def total_of(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of several tallies."""
    tallies = list(tallies)
    return Tally(
        *(sum(getattr(each, name) for each in tallies) for name in ("suggested", "fed_back", "good"))
    )
