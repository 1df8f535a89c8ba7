"""What an attribute is: its passage, its kind, how much it tells, and a wording that tells less."""

from dataclasses import dataclass

from django.db.models import TextChoices


class AttributeKind(TextChoices):
    """The kinds of attribute by which people are recognised when several stand together."""

    AGE = "age", "Age"
    GENDER = "gender", "Gender"
    ETHNICITY = "ethnicity", "Where they come from"
    LANGUAGE = "language", "Language"
    RELIGION = "religion", "Faith"
    PLACE = "place", "Place"
    EVENT = "event", "What happened"
    CONDITION = "condition", "Illness or injury"
    FAMILY = "family", "Family"
    JOB = "job", "Job"
    IMMIGRATION = "immigration", "Immigration status"
    LOOK = "look", "Appearance"
    ANIMAL = "animal", "Animals"
    SEASON = "season", "When it was"


@dataclass(frozen=True)
class Attribute:
    """A passage by which somebody could be recognised together with others.

    `start` and `end` are characters of the text as it was typed, or both -1 where it stands beside the text, such as a
    need. `weight` says how often it halves the number of people who fit. `blurred` is a wording that tells less.
    """

    start: int
    end: int
    passage: str
    kind: AttributeKind
    weight: int
    blurred: str

    @property
    def what(self) -> str:
        """Return its kind in words: "Illness or injury"."""
        return self.kind.label

    @property
    def stands_beside(self) -> bool:
        """Whether it stands beside the text, in a tag or a site's name."""
        return self.start < 0
