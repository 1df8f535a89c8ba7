"""What the library shows to whom, and how much of it there is: kept by the database beside what it is made from.

Of each write-up and each question a reader gets one text: of those for them, the one for the fewest. For the texts of one
programme this depends on a single thing, how far a text has to reach to come to this reader, so that there are three kinds
of readers of a programme. Asked anew (`ClearedText.objects.fullest_for`) it would be worked out for every text of the
library each time. Triggers keep these rows true in whatever way the others change (knowledge/library/shown_schema.py). Issues for commissioners
are not here: who reads them depends on sites, too.
"""

from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Value, When

from cases.clearance.models import ClearedText
from knowledge.library.models.index import IndexedTag
from sites_app.models import Programme


class Reach(models.IntegerChoices):
    """How far a text has to reach: to people of its programme, to its commissioners, or to everybody."""

    PROGRAMME = 0, "People of the programme"
    COMMISSIONERS = 1, "Commissioners and senior managers of the programme"
    PUBLIC = 2, "Everybody"


def reach_to(user) -> Case | Value:
    """Return how far a text of a row's `programme` has to reach to come to `user`, as an expression."""
    if not user.is_authenticated:
        return Value(Reach.PUBLIC.value, output_field=IntegerField())
    standing = user.standing
    return Case(
        When(programme__in=standing.member_programmes, then=Value(Reach.PROGRAMME.value)),
        When(programme__in=standing.commissioner, then=Value(Reach.COMMISSIONERS.value)),
        default=Value(Reach.PUBLIC.value),
        output_field=IntegerField(),
    )


class ForReadersQuerySet(models.QuerySet):
    """A QuerySet of rows that are each for the readers of one reach."""

    model: Any  # has `programme` and `reach`

    def to(self, user) -> "ForReadersQuerySet":
        """Return the rows that are for `user`, or for a visitor."""
        return self.filter(reach=reach_to(user))


class ShownText(models.Model):
    """A published write-up or question that is the one for the readers of this reach."""

    text = models.ForeignKey(ClearedText, on_delete=models.CASCADE, related_name="shown")
    reach = models.PositiveSmallIntegerField(choices=Reach)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    published_at = models.DateTimeField()

    objects = ForReadersQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-text"]
        constraints = [
            models.UniqueConstraint(fields=["text", "reach"], name="a_text_is_shown_once_to_each_reach"),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("text").desc(),
                "reach",
                "programme",
                name="shown_texts_newest_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} for {self.get_reach_display()}"


class ShownNumber(models.Model):
    """How many of the shown texts of a programme have a tag; without a facet, how many there are."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    reach = models.PositiveSmallIntegerField(choices=Reach)
    facet = models.CharField(max_length=8, blank=True, choices=IndexedTag.Facet)
    value = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=120, blank=True)
    number = models.IntegerField()

    objects = ForReadersQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "reach", "facet", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "reach", "facet", "value", "label"],
                name="a_tag_is_counted_once_for_each_reach",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


def is_shown_to(user, *, text: str = "cleared_text") -> Exists:
    """Return the condition that the library shows the text in the column `text` to `user`: quick, and true of no issue."""
    return Exists(ShownText.objects.to(user).filter(text=OuterRef(text)))
