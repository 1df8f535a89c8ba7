"""Next steps and feedback on them. They stay with the site."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from cases.models.case import Case, Discussion, stepped_out_of
from cases.models.reading import OfACaseQuerySet
from kit.dates import months_between, start_of_week
from kit.lines import LineField
from kit.models import subject_of
from kit.removal import Removable
from kit.words import day, figures, month, times, weekday
from meetings.models import Meeting
from members.models import Member

NO_LONGER_NEWS = timedelta(days=31)  # no reminders are sent for feedback that was due before this
TIME_TO_WRITE_UP = timedelta(days=7)  # until a meeting is closed, its feedback may be on paper


class NextStepQuerySet(OfACaseQuerySet):
    """A QuerySet of next steps."""

    subject_column = "discussion__case"

    def visible_to(self, user) -> "NextStepQuerySet":
        """Return the steps of the cases that `user` may read, and the user's own.

        Nobody sees the steps of a case that they stepped out of, their own among them.
        """
        if not user.is_authenticated:
            return self.none()
        stepped_out = stepped_out_of("discussion__case", member__user=user)
        return self.filter(
            Q(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("discussion__case"))))
            | Q(~stepped_out, owner__in=user.standing.member_ids)
        )

    def read_by_link(self, owner: Member) -> "NextStepQuerySet":
        """Return the steps that `owner` may read by the link in their mail, without signing in.

        As with `read_by`, the audit log records it. It names the member, who may have no account.
        """
        own = self.with_their_owner().filter(owner=owner)
        return own._recorded(owner.user, link_of=subject_of(owner))

    def with_their_owner(self) -> "NextStepQuerySet":
        """Return the steps whose owner did not step out of the case: only these are asked about."""
        return self.filter(owner__isnull=False).exclude(_owner_stepped_out())

    def agreed_at(self, meeting: Meeting) -> "NextStepQuerySet":
        """Return the steps agreed at `meeting` before it was closed, which the mail to their owners is about."""
        steps = self.filter(discussion__meeting=meeting).select_related("owner", "discussion__case__site")
        return steps.filter(added_at__lte=meeting.closed_at) if meeting.is_closed else steps

    def awaiting_feedback(self) -> "NextStepQuerySet":
        """Return the steps awaiting feedback, with how often they had "not yet" and from when on to ask again.

        They have no final feedback, and no step of their case is "no longer possible". Adds `times_not_yet`, and
        `waits_until`: the start of the month that the last "not yet" named, or None.
        """
        final = Feedback.objects.filter(next_step=OuterRef("pk")).exclude(outcome=Feedback.Outcome.NOT_YET)
        ended = Feedback.objects.filter(
            next_step__discussion__case=OuterRef("discussion__case"),
            outcome=Feedback.Outcome.NO_LONGER_POSSIBLE,
        )
        not_yet = Feedback.objects.filter(next_step=OuterRef("pk"), outcome=Feedback.Outcome.NOT_YET)
        times = not_yet.order_by().values("next_step").annotate(times=Count("pk")).values("times")
        return self.annotate(
            times_not_yet=Coalesce(Subquery(times), 0),
            waits_until=Subquery(not_yet.order_by("-at", "-pk").values("ask_again_from")[:1]),
        ).filter(~Exists(final), ~Exists(ended))

    def with_feedback_dates(self) -> "NextStepQuerySet":
        """Add `said_at` and `not_before`, which say from when on feedback is due.

        Adds `owner_stepped_out` too. `said_at` is when "not yet" was said last, or when the step was agreed. `not_before`
        is the start of the due meeting or of the month that "not yet" named, whichever is later, or when the step was
        agreed. Feedback is due at the first meeting after `said_at` that is not before `not_before`.
        """
        agreed_at = "discussion__meeting__starts_at"
        said = Feedback.objects.filter(next_step=OuterRef("pk")).annotate(
            given_at=Coalesce("meeting__starts_at", "at")
        )
        waits = Subquery(said.order_by("-at", "-pk").values("ask_again_from")[:1])
        return self.annotate(
            said_at=Coalesce(Subquery(said.order_by("-given_at").values("given_at")[:1]), agreed_at),
            not_before=Greatest(Coalesce("due_meeting__starts_at", agreed_at), Coalesce(waits, agreed_at)),
            owner_stepped_out=_owner_stepped_out(),
        )

    def overdue(self) -> "NextStepQuerySet":
        """Return the steps awaiting feedback although the meeting where it was due has begun."""
        return self.awaiting_feedback().with_feedback_dates().filter(Exists(due_meetings()))

    def for_reminders(self) -> "NextStepQuerySet":
        """Return the overdue steps that a mail of this week may ask about.

        Feedback on them was due in the last month, but before this week, at a meeting that is closed or a week old.
        Before that, the feedback may have been given and not recorded yet.
        """
        now = timezone.now()
        monday = start_of_week()
        written_up = Q(closed_at__isnull=False) | Q(starts_at__lte=now - TIME_TO_WRITE_UP)
        lately = due_meetings().filter(written_up, starts_at__gt=now - NO_LONGER_NEWS, starts_at__lt=monday)
        return self.overdue().filter(Exists(lately))

    def due_at(self, meeting: Meeting) -> "NextStepQuerySet":
        """Return the steps with feedback due at `meeting`, including steps that were due at a cancelled meeting before
        it.

        They were agreed earlier at its site, are awaiting feedback, and got no "not yet" at `meeting`.
        """
        return (
            self.awaiting_feedback()
            .filter(
                discussion__meeting__site=meeting.site_id,
                discussion__meeting__starts_at__lt=meeting.starts_at,
            )
            .filter(Q(due_meeting__isnull=True) | Q(due_meeting__starts_at__lte=meeting.starts_at))
            .filter(Q(waits_until__isnull=True) | Q(waits_until__lte=meeting.starts_at))
            .filter(~Exists(Feedback.objects.filter(next_step=OuterRef("pk"), meeting=meeting)))
        )


def _owner_stepped_out() -> Exists:
    """Return a condition that is true for a step whose owner stepped out of its case."""
    return stepped_out_of("discussion__case", member=OuterRef("owner"))


def references_of(steps: Iterable["NextStep"]) -> list[str]:
    """Return the references of the cases that `steps` are about, each once."""
    return sorted({step.discussion.case.reference for step in steps})


def due_meetings() -> models.QuerySet:
    """Return the meetings that have begun where feedback on an outer step (with_feedback_dates) was due."""
    return Meeting.objects.not_cancelled().filter(
        site=OuterRef("discussion__meeting__site"),
        starts_at__lte=timezone.now(),
        starts_at__gt=OuterRef("said_at"),
        starts_at__gte=OuterRef("not_before"),
    )


class NextStep(Removable):
    """Something small that the group suggested, and that its owner will try."""

    noun = "a next step"
    remove_perm = "next_steps.remove_next_step"

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="next_steps")
    position = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="next_steps"
    )
    due_meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="next_steps_due"
    )  # null: the next one
    due_as_agreed = models.DateTimeField(null=True, blank=True)  # the start of that meeting at the time
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    times_not_yet: int  # added by awaiting_feedback()
    waits_until: datetime | None  # added by awaiting_feedback()
    said_at: datetime  # added by with_feedback_dates()
    owner_stepped_out: bool  # added by with_feedback_dates()

    objects = NextStepQuerySet.as_manager()

    class Meta:
        ordering = ["discussion__meeting__starts_at", "position", "pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def site_id(self) -> int:
        """The site where it was agreed."""
        return self.discussion.case.site_id

    @property
    def owner_row(self) -> Case:
        """The case that it is about."""
        return self.discussion.case

    @property
    def is_nobodys(self) -> bool:
        """Whether nobody will try this step, because it has no owner or they have left.

        After with_feedback_dates(), also because they stepped out of the case.
        """
        return self.owner is None or self.owner.has_left or self.__dict__.get("owner_stepped_out", False)

    @property
    def last_said_at(self) -> datetime:
        """When feedback on it was given last, or when it was agreed. Uses `said_at` of with_feedback_dates, or `feedback`."""
        if "said_at" in self.__dict__:
            return self.said_at
        heard = [answer.meeting.starts_at if answer.meeting else answer.at for answer in self.feedback.all()]
        return max(heard, default=self.discussion.meeting.starts_at)

    @property
    def asked_again_from(self) -> datetime | None:
        """From when on it is asked about again, if "not yet" named a month. Uses awaiting_feedback, or `feedback`."""
        if "waits_until" in self.__dict__:
            return self.waits_until
        answers = list(self.feedback.all())
        return answers[-1].ask_again_from if answers else None

    @property
    def not_yet_in_words(self) -> str:
        """How often "not yet" was said and how long ago the step was agreed, or "" if it was not. Uses awaiting_feedback."""
        if not self.times_not_yet:
            return ""
        agreed = timezone.localtime(self.discussion.meeting.starts_at).date()
        months = months_between(agreed, timezone.localdate())
        since = f", {figures(months, 'month', 'months')} ago" if months > 1 else ""
        return f"“Not yet” {times(self.times_not_yet)}. Agreed on {day(agreed)}{since}"

    @property
    def due_in_words(self) -> str:
        """When feedback is due, in words, such as "at the next meeting" or "on Thursday 12 March"."""
        if waits_until := self.__dict__.get("waits_until"):
            return f"at the first meeting from {month(waits_until)} on"
        if self.due_meeting is None:
            return "at the next meeting"
        if self.due_meeting.is_cancelled:
            day = weekday(self.due_meeting.starts_at)
            return f"at the next meeting, moved from {day}, which was cancelled"
        moved = self.due_as_agreed and self.due_as_agreed != self.due_meeting.starts_at
        was = f", moved from {weekday(self.due_as_agreed)}" if moved else ""
        return f"on {weekday(self.due_meeting.starts_at)}{was}"


class FeedbackQuerySet(OfACaseQuerySet):
    """A QuerySet of feedback."""

    subject_column = "next_step__discussion__case"

    def visible_to(self, user) -> "FeedbackQuerySet":
        """Return the feedback on the steps that `user` may read."""
        return self.filter(next_step__in=NextStep.objects.visible_to(user))

    def for_meeting(self, meeting: Meeting) -> "FeedbackQuerySet":
        """Return the feedback given at `meeting`, and between meetings since the one before it at its site."""
        before = Meeting.objects.not_cancelled().filter(site=meeting.site_id, starts_at__lt=meeting.starts_at)
        in_between = Q(
            meeting__isnull=True,
            next_step__discussion__meeting__site=meeting.site_id,
            at__gt=Subquery(before.order_by("-starts_at").values("starts_at")[:1]),
            at__lte=meeting.starts_at,
        )
        return self.filter(Q(meeting=meeting) | in_between)

    def with_attribution(self) -> "FeedbackQuerySet":
        """Fetch who gave and recorded each feedback, and add when and why it was last corrected.

        Adds `corrected_at` and `corrected_because`, which are None if it was never corrected.
        """
        last = FeedbackCorrection.objects.filter(feedback=OuterRef("pk")).order_by("-at", "-pk")
        return self.select_related("given_by", "recorded_by").annotate(
            corrected_at=Subquery(last.values("at")[:1]),
            corrected_because=Subquery(last.values("reason")[:1]),
        )


class Feedback(models.Model):
    """What came of a next step. Holding steady counts as success, because maintenance and prevention matter as much as
    recovery (Little Miracles, key points)."""

    class Outcome(models.TextChoices):
        """What came of a step."""

        HELPED = "helped", "Helped"
        HELD_STEADY = "held_steady", "Held steady"
        NO_CHANGE = "no_change", "No change"
        WORSE = "worse", "Worse"
        # feedback is due again, at the next meeting or in the month that is named
        NOT_YET = "not_yet", "Not yet"
        NOT_TRIED = "not_tried", "Not tried"  # final; the words say why not
        # moved away, died: no more feedback is due
        NO_LONGER_POSSIBLE = "no_longer_possible", "No longer possible"

    TRIED = [Outcome.HELPED, Outcome.HELD_STEADY, Outcome.NO_CHANGE, Outcome.WORSE]
    GOOD = [Outcome.HELPED, Outcome.HELD_STEADY]

    next_step = models.ForeignKey(NextStep, on_delete=models.CASCADE, related_name="feedback")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    words = models.TextField(blank=True)
    ask_again_from = models.DateTimeField(null=True, blank=True)  # the start of a month; for "not yet" only
    given_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback_given"
    )
    stand_in_name = LineField(max_length=120, blank=True)  # who gave it for an owner who was absent
    is_by_link = models.BooleanField(default=False)  # given by the owner with the link in their mail
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["next_step", "outcome"], name="outcomes_of_a_step")]
        constraints = [
            models.UniqueConstraint(fields=["next_step", "meeting"], name="a_step_has_one_answer_a_meeting"),
            models.CheckConstraint(
                condition=Q(ask_again_from__isnull=True) | Q(outcome="not_yet"),
                name="only_not_yet_is_asked_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.next_step}: {self.get_outcome_display()}"

    @property
    def site_id(self) -> int:
        """The site where the step was agreed."""
        return self.next_step.site_id

    @property
    def attribution(self) -> str:
        """Who gave the feedback and who recorded it, such as "Ken, recorded by Ruth"."""
        said = self.stand_in_name or (self.given_by.first_name if self.given_by else "")
        if self.is_by_link:
            return f"{said}, by e-mail link"
        theirs = self.given_by is not None and self.given_by.user_id == self.recorded_by_id
        if self.recorded_by is None or (theirs and not self.stand_in_name):
            return said
        return f"{said}, recorded by {self.recorded_by.get_short_name()}".removeprefix(", ")

    @property
    def shape(self) -> str:
        """The shape with which components/_outcome.html draws it."""
        return shape_of(self.outcome)


SHAPES: dict[str, str] = {
    Feedback.Outcome.HELPED: "helped",
    Feedback.Outcome.HELD_STEADY: "steady",
    Feedback.Outcome.NO_CHANGE: "same",
    Feedback.Outcome.WORSE: "worse",
    Feedback.Outcome.NOT_YET: "untried",
    Feedback.Outcome.NOT_TRIED: "untried",
    Feedback.Outcome.NO_LONGER_POSSIBLE: "over",
}


def shape_of(outcome: str) -> str:
    """Return which of the six shapes of components/_outcome.html draws an outcome; "untried" if there is none yet."""
    return SHAPES.get(outcome, "untried")


class FeedbackCorrection(models.Model):
    """A correction of feedback: what it said before, who changed it and why."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="corrections")
    outcome = models.CharField(max_length=20, choices=Feedback.Outcome)  # as it was before
    words = models.TextField(blank=True)  # as they were before
    reason = models.CharField(max_length=200, blank=True)  # needed once the meeting is closed
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.feedback}: was {self.get_outcome_display()}"


class HandOver(models.Model):
    """A change of the owner of a next step."""

    next_step = models.ForeignKey(NextStep, on_delete=models.CASCADE, related_name="hand_overs")
    from_member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="steps_handed_over"
    )
    to_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="steps_taken_over")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.next_step} to {self.to_member}"
