"""What the author of a text said about who would recognise the person in it. These rows are added once and never change."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.clearance.audiences import Audience
from kit.kept import KeptRow


class Recognises(models.TextChoices):
    """Whether somebody who reads a text would know whom it is about."""

    NO = "no", "No"
    MAYBE = "maybe", "Maybe"
    YES = "yes", "Yes"


class PersonAsked(models.TextChoices):
    """Whether the person whom a text tells of knows about it, and if not, why."""

    AGREED = "agreed", "They were asked, and agreed"
    TOLD = "told", "They were told"
    LATER = "later", "Not yet, because we ask them before it is published"
    UNWELL = "unwell", "Not yet, because they are not well enough to be asked"
    UNSAFE = "unsafe", "Not yet, because asking could upset or endanger them"
    NOT_FOUND = "not_found", "They cannot be found"
    DIED = "died", "They have died"
    NOBODY = "nobody", "It does not tell of one person"


READERS_EVERYWHERE = ("their_worker", "the_ward", "the_police")  # they can be members or commissioners
READERS_OF_ALL = ("a_neighbour", "a_journalist", "their_family")  # they read what is for everyone alone
READERS = (*READERS_EVERYWHERE, *READERS_OF_ALL)


def readers_of(audience: str) -> tuple[str, ...]:
    """Return who of READERS reads a text for `audience`."""
    return READERS if audience == Audience.PUBLIC else READERS_EVERYWHERE


class AnswersAboutReaders(models.Model):
    """The answers of an author: who would know whom a text is about, and whether the person was asked."""

    their_worker = models.CharField(max_length=5, choices=Recognises)
    the_ward = models.CharField(max_length=5, choices=Recognises)
    the_police = models.CharField(max_length=5, choices=Recognises)
    a_neighbour = models.CharField(max_length=5, choices=Recognises)
    a_journalist = models.CharField(max_length=5, choices=Recognises)
    their_family = models.CharField(max_length=5, choices=Recognises)
    person = models.CharField(max_length=9, choices=PersonAsked)

    class Meta:
        abstract = True

    @property
    def given(self) -> dict[str, str]:
        """The answers by question: each of READERS, and `person`."""
        return {name: getattr(self, name) for name in (*READERS, "person")}


class AuthorAnswers(AnswersAboutReaders, KeptRow):
    """What the author answered as they sent a text for checking: who would know whom it is about, and whether the person
    was asked. The last answers about a text count.

    A text for an audience in which somebody would know has no such row: it is not sent for that audience.
    """

    refusal = "What an author answered never changes. Send the text for checking again instead."

    cleared_text = models.ForeignKey("ClearedText", on_delete=models.PROTECT, related_name="author_answers")
    audience = models.CharField(max_length=14, choices=Audience)  # that of the text
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__in": ["no", "maybe"] for name in READERS_EVERYWHERE}),
                name="nobody_who_reads_it_would_know_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.PUBLIC)
                | Q(**{f"{name}__in": ["no", "maybe"] for name in READERS_OF_ALL}),
                name="nobody_at_all_would_know_whom_it_is_about",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} about who would recognise {self.cleared_text_id}"
