"""Next steps that come back by themselves, and what came of them. They stay with the site."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cases.models.case import Case, Discussion
from meetings.models import Meeting
from members.models import Member


class NextStepQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NextStepQuerySet":
        """Steps of the cases that `user` may read, and the user's own."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(discussion__case__in=Case.objects.visible_to(user)) | Q(owner__in=user.standing.member_ids)
        )

    def owned_by(self, user) -> "NextStepQuerySet":
        """Steps that `user` said they would try."""
        return self.filter(owner__in=user.standing.member_ids)

    def awaiting_feedback(self) -> "NextStepQuerySet":
        """Steps still asked about: no final answer, "not yet" said once at most, and asking about the case not ended."""
        final = Feedback.objects.filter(next_step=OuterRef("pk")).exclude(outcome=Feedback.Outcome.NOT_YET)
        ended = Feedback.objects.filter(
            next_step__discussion__case=OuterRef("discussion__case"),
            outcome=Feedback.Outcome.NO_LONGER_POSSIBLE,
        )
        not_yet = (
            Feedback.objects.filter(next_step=OuterRef("pk"), outcome=Feedback.Outcome.NOT_YET)
            .order_by()
            .values("next_step")
            .annotate(times=Count("pk"))
            .values("times")
        )
        return self.annotate(times_not_yet=Coalesce(Subquery(not_yet), 0)).filter(
            ~Exists(final), ~Exists(ended), times_not_yet__lt=2
        )

    def due_at(self, meeting: Meeting) -> "NextStepQuerySet":
        """Steps to hear back on at `meeting`: agreed earlier at its site, due by then, still asked about.

        A step due at a meeting that was cancelled comes back at the next one.
        """
        return (
            self.awaiting_feedback()
            .filter(
                discussion__meeting__site=meeting.site_id,
                discussion__meeting__starts_at__lt=meeting.starts_at,
            )
            .filter(Q(due_meeting__isnull=True) | Q(due_meeting__starts_at__lte=meeting.starts_at))
        )


class NextStep(models.Model):
    """Something small that the room suggested, and somebody said they would try."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="next_steps")
    position = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="next_steps"
    )
    due_meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="next_steps_due"
    )  # blank: the next one, whichever it is
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = NextStepQuerySet.as_manager()

    class Meta:
        ordering = ["discussion__meeting__starts_at", "position", "pk"]

    def __str__(self) -> str:
        return self.what


class Feedback(models.Model):
    """What came of a next step. Holding steady counts as success: maintenance and prevention matter as much as recovery
    (Little Miracles, key points)."""

    class Outcome(models.TextChoices):
        HELPED = "helped", "Helped"
        HELD_STEADY = "held_steady", "Held steady"
        NO_CHANGE = "no_change", "No change"
        WORSE = "worse", "Worse"
        NOT_YET = "not_yet", "Not yet"  # comes back once more
        NOT_TRIED = "not_tried", "Not tried"  # final; the words say why not
        NO_LONGER_POSSIBLE = "no_longer_possible", "No longer possible"  # moved away, died: ends all asking

    TRIED = [Outcome.HELPED, Outcome.HELD_STEADY, Outcome.NO_CHANGE, Outcome.WORSE]
    GOOD = [Outcome.HELPED, Outcome.HELD_STEADY]

    next_step = models.ForeignKey(NextStep, on_delete=models.CASCADE, related_name="feedback")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    words = models.TextField(blank=True)
    given_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback_given"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["next_step", "meeting"], name="a_step_has_one_answer_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.next_step}: {self.get_outcome_display()}"

    @property
    def shape(self) -> str:
        """How components/_outcome.html draws it."""
        return SHAPES[self.outcome]


SHAPES = {
    Feedback.Outcome.HELPED: "helped",
    Feedback.Outcome.HELD_STEADY: "steady",
    Feedback.Outcome.NO_CHANGE: "same",
    Feedback.Outcome.WORSE: "worse",
    Feedback.Outcome.NOT_YET: "untried",
    Feedback.Outcome.NOT_TRIED: "untried",
    Feedback.Outcome.NO_LONGER_POSSIBLE: "over",
}
