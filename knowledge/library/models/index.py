"""The library's search index: the words of each text sent for checking, taken from its content.

A row is created with the text and never changes, because the text never does. The search query decides who finds it:
the text must be published, not withdrawn, and approved for the reader (knowledge/library/search.py).
"""

from django.db import models

from cases.clearance.models import ClearedText


class IndexedText(models.Model):
    """The words of one ClearedText, as searches and lists need them."""

    cleared_text = models.OneToOneField(ClearedText, on_delete=models.CASCADE, related_name="indexed_text")
    title = models.CharField(max_length=300)
    words = models.TextField()  # everything else that a reader sees, in reading order
    minutes = models.PositiveSmallIntegerField(default=1)  # to read

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class IndexedTag(models.Model):
    """One value of a facet that a text has."""

    class Facet(models.TextChoices):
        """The facets by which the library can be narrowed down."""

        WHAT = "what", "Type"  # a write-up, a question with its answer
        OUTCOME = "outcome", "Outcome"
        KIND = "kind", "Kind of case"
        NEED = "need", "Needs"
        THEME = "theme", "Themes"
        SITE = "site", "Site"

    text = models.ForeignKey(IndexedText, on_delete=models.CASCADE, related_name="tags")
    facet = models.CharField(max_length=8, choices=Facet)
    value = models.CharField(max_length=80)  # in the address: housing, held_steady
    label = models.CharField(max_length=120)  # on the page

    class Meta:
        ordering = ["facet", "label"]
        constraints = [
            models.UniqueConstraint(fields=["text", "facet", "value"], name="a_text_has_a_tag_once"),
        ]
        indexes = [models.Index(fields=["facet", "value"], name="tags_by_facet")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.label}"
