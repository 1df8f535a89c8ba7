"""Which text was shown to which presenter, and when they opened it: facts that are only added."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from cases.clearance.days import end_of_answering, last_day_before
from kit.kept import KeptQuerySet, KeptRow
from members.models import Member


class Showing(KeptRow):
    """A text was shown to a presenter of its case: they were asked by mail and on their home page to read it.

    A yes to the audience covers the text once they have opened it and the days have passed without a no.
    """

    refusal = "To whom a text was shown never changes."

    cleared_text = models.ForeignKey("ClearedText", on_delete=models.PROTECT, related_name="showings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="showings")
    shown_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=end_of_answering)  # the midnight that ends the last day to say no

    objects: ClassVar[Any] = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cleared_text", "member"], name="a_text_is_shown_to_a_presenter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cleared_text_id} shown to {self.member}"

    @property
    def last_day(self) -> date:
        """The last day on which a no is in time."""
        return last_day_before(self.until)


class Opening(KeptRow):
    """A presenter opened a text that was shown to them, signed in, for the first time."""

    refusal = "When a presenter opened a text never changes."

    cleared_text = models.ForeignKey("ClearedText", on_delete=models.PROTECT, related_name="openings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cleared_text", "member"], name="a_presenter_opens_a_text_for_the_first_time_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cleared_text_id} opened by {self.member}"
