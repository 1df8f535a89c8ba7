"""What the library's search looks through: the words of each text sent for checking, taken from its immutable content.

A row is made with the text and never changes, because the text never does. Whether anybody finds it is asked in the
same query: it has to be published, not withdrawn, and approved for the reader (knowledge/library/search.py).
"""

from django.db import models

from cases.clearance.models import ClearedText


class IndexedText(models.Model):
    """The words of one ClearedText, as searching and listing need them."""

    cleared_text = models.OneToOneField(ClearedText, on_delete=models.CASCADE, related_name="indexed_text")
    title = models.CharField(max_length=300)
    words = models.TextField()  # everything else that a reader sees, in reading order
    minutes = models.PositiveSmallIntegerField(default=1)  # to read

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class IndexedTag(models.Model):
    """One word by which the library can be narrowed down."""

    class Facet(models.TextChoices):
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
