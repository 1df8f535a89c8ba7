"""What has helped before: steps of published write-ups about the same themes or needs as a case.

Only published texts that the reader may read in the library are used, never a case, a step or feedback of another
site.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import slugify

from cases.clearance.models import ClearedText
from cases.models import Case
from cases.next_steps.models import Feedback
from cases.next_steps.models.steps import shape_of
from kit.queries import number_of
from knowledge.library.models import IndexedTag

MOST = 5
MOST_OF_ONE = 2  # of one write-up, so that different ones are shown
TEXTS_READ = 20


@dataclass(frozen=True)
class HelpedBefore:
    """One step of a write-up, its outcome, and the write-up it is from."""

    what: str
    outcome: Feedback.Outcome
    title: str
    site: str
    url: str

    @property
    def shape(self) -> str:
        """Return the shape that components/_outcome.html draws."""
        return shape_of(self.outcome)


def helped_before(case: Case, reader, *, themes: Iterable[str], needs: Iterable[str]) -> list[HelpedBefore]:
    """Return up to five steps tried in other cases about some of these `themes` or `needs`, given by name.

    Steps that helped or held steady come first; among them the write-ups that share most, then the newest.
    """
    found = _sharing(
        _readable(reader).exclude(case=case),
        [slugify(name) for name in themes],
        [slugify(name) for name in needs],
    )
    texts = found.select_related("learning_object_version__learning_object")[:TEXTS_READ]
    steps = [step for text in texts for step in _steps_of(text)]
    steps.sort(key=lambda step: step.outcome not in Feedback.GOOD)  # stable: the best text still comes first
    return steps[:MOST]


def _readable(reader) -> QuerySet[ClearedText]:
    """Return the write-ups that `reader` finds in the library."""
    write_ups = ClearedText.objects.fullest_for(reader, of="learning_object_version")
    return write_ups.filter(kind=ClearedText.Kind.LEARNING_OBJECT, learning_object_version__isnull=False)


def _sharing(texts: QuerySet[ClearedText], themes: list[str], needs: list[str]) -> QuerySet[ClearedText]:
    """Return those of `texts` that share a theme or a need.

    Those in which something helped come first, then those that share most, then the newest.
    """
    tags = IndexedTag.objects
    shared = tags.filter(Q(facet="theme", value__in=themes) | Q(facet="need", value__in=needs))
    good = tags.filter(text__cleared_text=OuterRef("pk"), facet="outcome", value__in=["helped", "steady"])
    return (
        texts.annotate(has_helped=Exists(good), shared=number_of(shared, by="text__cleared_text"))
        .filter(shared__gt=0)
        .order_by("-has_helped", "-shared", "-publication__published_at", "-pk")
    )


def _steps_of(text: ClearedText) -> list[HelpedBefore]:
    """Return up to two steps of a write-up that were tried, those that helped first."""
    content = text.content
    learning_object = text.learning_object_version.learning_object
    steps = [
        HelpedBefore(
            what=step["what"],
            outcome=Feedback.Outcome(step["outcome"]),
            title=content["title"],
            site=content.get("site") or content.get("programme", ""),
            url=learning_object.get_absolute_url(),
        )
        for step in content.get("steps", [])
        if step["outcome"] in Feedback.TRIED
    ]
    return sorted(steps, key=lambda step: step.outcome not in Feedback.GOOD)[:MOST_OF_ONE]
