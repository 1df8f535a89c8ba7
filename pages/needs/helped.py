"""What helped as published write-ups tell it: their next steps with outcomes. Only texts that the reader may read.

These numbers can be counted by hand in the write-ups, so none of them is too small to show.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse

from cases.next_steps.models import Feedback
from cases.next_steps.tallies import tally_of
from cases.next_steps.what_helps import Figures, OutcomeCount, Step, Without, counted_in
from kit import periods
from knowledge.library.models import ShownText
from sites_app.models import Programme

WAYS = ("theme", "need", "site")
NO_SITE = "Site not shared"
Outcome = Feedback.Outcome


@dataclass(frozen=True)
class ToldStep:
    """A next step as a write-up tells it: the step and the whole content of the write-up, as they were published."""

    step: dict[str, Any]
    content: dict[str, Any]
    learning_object: int

    @property
    def what(self) -> str:
        """Its words."""
        return self.step["what"]

    @property
    def outcome(self) -> str:
        """Its final outcome, or "" for none."""
        return "" if self.step["outcome"] == Outcome.NOT_YET else self.step["outcome"]

    @property
    def outcome_in_words(self) -> str:
        """The outcome, or that there was no feedback."""
        return Outcome(self.outcome).label if self.outcome else "No feedback yet"

    @property
    def has_helped(self) -> bool:
        """Whether it helped or held steady."""
        return self.outcome in Feedback.GOOD

    @property
    def period(self) -> str:
        """When it was agreed, as far as the write-up tells it."""
        return periods.in_words(self.step["agreed"])

    @property
    def write_up(self) -> str:
        """The title of the write-up."""
        return self.content["title"]

    @property
    def reference(self) -> str:
        """The reference of the write-up, or ""."""
        return self.content.get("reference", "")

    @property
    def site(self) -> str:
        """The site, or "" where it is not told."""
        return self.content.get("site", "")

    @property
    def url(self) -> str:
        """The address of the write-up."""
        return reverse("library:learning_object_detail", args=[self.learning_object])

    @property
    def themes(self) -> list[str]:
        """The themes of the case."""
        return self.content.get("themes", [])

    @property
    def needs(self) -> list[str]:
        """The needs of the case."""
        return self.content.get("needs", [])


def told_steps(user, programme: Programme) -> list[ToldStep]:
    """Return the next steps in the write-ups of `programme` that `user` may read, newest write-up first, in one query."""
    shown = ShownText.objects.to(user).filter(
        programme=programme, text__learning_object_version__isnull=False
    )
    rows = shown.order_by(F("published_at").desc(), F("text").desc()).values_list(
        "text__body", "text__learning_object_version__learning_object"
    )
    told = ((json.loads(body), learning_object) for body, learning_object in rows.iterator())
    return [
        ToldStep(step, content, learning_object)
        for content, learning_object in told
        for step in content.get("steps", [])
    ]


def figures_of_told(steps: list[ToldStep]) -> Figures:
    """Return how many of `steps` had feedback and helped, in all and by theme, need and site."""
    counted = [
        Step(
            outcome=step.outcome,
            site=step.site or NO_SITE,
            discipline="",
            themes=frozenset(step.themes) or frozenset([Without.THEME.value]),
            needs=frozenset(step.needs) or frozenset([Without.NEED.value]),
        )
        for step in steps
    ]
    outcomes = [step.outcome for step in counted]
    return Figures(
        tally=tally_of(outcomes),
        tables=counted_in(counted, WAYS),
        outcomes=[OutcomeCount(each, outcomes.count(each)) for each in Outcome if each in outcomes],
    )
