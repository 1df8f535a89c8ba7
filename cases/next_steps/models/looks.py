"""Looking at a case again some months after it was presented: what still holds by then."""

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.reading import OfACaseQuerySet
from cases.next_steps.models.steps import Feedback, shape_of
from kit.removal import Removable
from kit.words import lower_first


class LaterLookQuerySet(OfACaseQuerySet):
    """A QuerySet of later looks."""

    def visible_to(self, user) -> "LaterLookQuerySet":
        """Return the later looks at the cases that `user` may read."""
        return self.filter(case__in=Case.objects.visible_to(user))


class LaterLook(Removable):
    """How a case is three or six months after it was presented, because maintenance over the longer term counts."""

    noun = "a later look"
    remove_perm = "next_steps.look_again"

    class After(models.IntegerChoices):
        """How many months after it was presented."""

        THREE = 3, "Three months later"
        SIX = 6, "Six months later"

    class Outcome(models.TextChoices):
        """How it is by then."""

        BETTER = "better", "Better"
        HELD_STEADY = "held_steady", "Held steady"
        WORSE = "worse", "Worse"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="later_looks")
    months = models.PositiveSmallIntegerField(choices=After)
    outcome = models.CharField(max_length=20, choices=Outcome)
    words = models.TextField(blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = LaterLookQuerySet.as_manager()

    class Meta:
        ordering = ["months", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "months"], name="a_case_is_looked_at_once_after_so_many_months"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.case.reference}, {lower_first(self.get_months_display())}: {self.get_outcome_display()}"
        )

    @property
    def site_id(self) -> int:
        """The site of the case."""
        return self.case.site_id

    @property
    def owner_row(self) -> Case:
        """The case that it is about."""
        return self.case

    def row_asked_about(self, owner: models.Model) -> models.Model:
        """The case, which `remove_perm` is asked of."""
        return owner

    @property
    def shape(self) -> str:
        """The shape with which components/_outcome.html draws it."""
        return SHAPES[self.outcome]


SHAPES: dict[str, str] = {
    LaterLook.Outcome.BETTER: shape_of(Feedback.Outcome.HELPED),
    LaterLook.Outcome.HELD_STEADY: shape_of(Feedback.Outcome.HELD_STEADY),
    LaterLook.Outcome.WORSE: shape_of(Feedback.Outcome.WORSE),
}
