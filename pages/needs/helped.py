"""What helped as published write-ups tell it: their next steps with outcomes. Only texts that the reader may read.

These numbers can be counted by hand in the write-ups, so none of them is too small to show.
"""

from dataclasses import dataclass

from django.urls import reverse

from cases.clearance.models import ClearedText
from cases.next_steps.models import Feedback
from cases.next_steps.tallies import tally_of
from cases.next_steps.what_helps import Figures, OutcomeCount, Step, Without, counted_in
from kit import periods
from sites_app.models import Programme

WAYS = ("theme", "need", "site")
NO_SITE = "Site not shared"
Outcome = Feedback.Outcome


@dataclass(frozen=True)
class ToldStep:
    """A next step that a write-up tells: its words, its final outcome or "", and the write-up that it is of."""

    what: str
    outcome: str
    write_up: str
    reference: str
    site: str
    url: str
    period: str
    themes: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def outcome_in_words(self) -> str:
        """The outcome, or that there was no feedback."""
        return Outcome(self.outcome).label if self.outcome else "No feedback yet"

    @property
    def has_helped(self) -> bool:
        """Whether it helped or held steady."""
        return self.outcome in Feedback.GOOD


def told_steps(user, programme: Programme) -> list[ToldStep]:
    """Return the next steps in the write-ups of `programme` that `user` may read, newest write-up first, in one query."""
    texts = (
        ClearedText.objects.fullest_for(user, of="learning_object_version")
        .filter(kind=ClearedText.Kind.LEARNING_OBJECT, programme=programme)
        .select_related("learning_object_version", "publication")
        .order_by("-publication__published_at", "-pk")
    )
    return [step for text in texts if hasattr(text, "learning_object_version") for step in _steps_in(text)]


def _steps_in(text: ClearedText) -> list[ToldStep]:
    content = text.content
    url = reverse("library:learning_object_detail", args=[text.learning_object_version.learning_object_id])
    return [
        ToldStep(
            what=step["what"],
            outcome="" if step["outcome"] == Outcome.NOT_YET else step["outcome"],
            write_up=content["title"],
            reference=content.get("reference", ""),
            site=content.get("site", ""),
            url=url,
            period=periods.in_words(step["agreed"]),
            themes=tuple(content.get("themes", [])),
            needs=tuple(content.get("needs", [])),
        )
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
