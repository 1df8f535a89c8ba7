"""Who was asked by name to check a text, and until which day."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.clearance.models.checkers import members_who_check, roles_that_check
from cases.clearance.models.texts import ClearedText
from cases.models import NamedPresenter
from cases.models.case import SteppedOut
from kit.words import by_name
from members.models import User

LATELY = timedelta(days=90)  # for which it is counted how often somebody was asked


class CheckRequestQuerySet(models.QuerySet):
    """A QuerySet of requests to check a text."""

    def open(self) -> "CheckRequestQuerySet":
        """Return the requests that still wait for an answer: about texts being checked, in programmes that run."""
        return self.filter(
            ended_at=None, cleared_text__publication=None, cleared_text__send_back=None,
            cleared_text__replaced_by=None, cleared_text__struck_at=None, cleared_text__programme__ended_on=None,
        )  # fmt: skip

    def waiting(self) -> "CheckRequestQuerySet":
        """Return the open requests to people who can still do what they are asked: they have an account, are of the site or
        have a role that checks, do not present the case and did not step out of it.
        """
        of_asked = {"case": OuterRef("cleared_text__case"), "member__user": OuterRef("asked")}
        is_theirs = Exists(
            members_who_check(OuterRef("cleared_text__site")).filter(user=OuterRef("asked"))
        ) | Exists(roles_that_check(OuterRef("cleared_text__programme")).filter(user=OuterRef("asked")))
        return self.open().filter(
            is_theirs,
            ~Exists(NamedPresenter.objects.filter(**of_asked)),
            ~Exists(SteppedOut.objects.filter(**of_asked)),
            asked__is_active=True,
        )

    def with_nobody_left(self) -> "CheckRequestQuerySet":
        """Return the last request of each text for which nobody is asked any more, and which may still need somebody.

        The facts of the text decide whether it does: `text.has_enough_approvals`.
        """
        of_text = CheckRequest.objects.filter(cleared_text=OuterRef("cleared_text"))
        being_checked = ClearedText.objects.being_checked().filter(programme__ended_on=None)
        found = self.filter(~Exists(of_text.filter(ended_at=None)), cleared_text__in=being_checked)
        return found.filter(~Exists(of_text.filter(pk__gt=OuterRef("pk"))))


class CheckRequest(models.Model):
    """A person is asked by name to check a text until a day. Others who may check it still can.

    Whether a text is approved never depends on a request (cases/clearance/decision.py).
    """

    class Ending(models.TextChoices):
        """How a request ended."""

        DONE = "done", "The text was checked"
        PASSED_ON = "passed_on", "They passed it on"
        SAID_NO = "said_no", "They said no"
        LAPSED = "lapsed", "They did not check it in time"
        CANNOT = "cannot", "They can no longer check it"
        OVER = "over", "They are no longer asked"

    class Reason(models.TextChoices):
        """Why somebody who is asked cannot check a text."""

        NO_TIME = "no_time", "I have no time before that day"
        AWAY = "away", "I am away"
        TOO_CLOSE = "too_close", "I know the person, or I was too close to the case"
        NOT_MINE = "not_mine", "Somebody else can judge it better"

    cleared_text = models.ForeignKey(ClearedText, on_delete=models.PROTECT, related_name="check_requests")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="check_requests"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: Copsite asked the next person
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()  # the last day
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
    reason = models.CharField(max_length=9, choices=Reason, blank=True)  # of a no

    objects = CheckRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cleared_text", "asked"],
                condition=Q(ended_at=None),
                name="a_person_is_asked_to_check_a_text_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="a_request_to_check_that_ended_says_how",
            ),
            models.CheckConstraint(
                condition=Q(ending="said_no") & ~Q(reason="") | ~Q(ending="said_no") & Q(reason=""),
                name="a_no_to_checking_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("asked_at")),
                name="a_request_to_check_ends_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked} to check {self.cleared_text_id}"

    @property
    def is_open(self) -> bool:
        """Whether it has not ended. That its text is still being checked is asked of the text."""
        return self.ended_at is None


def least_asked(people: QuerySet[User], *, site) -> list[User]:
    """Return `people` with whoever was asked least lately first, then by name, and `is_from_the_site` of each."""
    requests = CheckRequest.objects.filter(asked=OuterRef("pk")).order_by()
    lately = requests.filter(asked_at__gte=timezone.now() - LATELY).values("asked")
    found = people.annotate(
        is_from_the_site=Exists(members_who_check(site).filter(user=OuterRef("pk"))),
        asked_lately=Coalesce(
            Subquery(lately.annotate(times=Count("pk")).values("times"), output_field=IntegerField()),
            Value(0),
        ),
        last_asked=Subquery(requests.order_by("-asked_at").values("asked_at")[:1]),
    )
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(
        by_name(found),
        key=lambda each: (each.asked_lately, each.last_asked or never),  # type: ignore[attr-defined]
    )
