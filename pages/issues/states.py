"""Where an issue for commissioners stands: waiting, answered, overdue, led to a change; asked in the query that reads it."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Min, OuterRef, QuerySet, Subquery, Value, When

from cases.clearance.models import Publication
from cases.commissioning.models import IssueReply

Kind = IssueReply.Kind


class State(models.TextChoices):
    """Where an issue stands. What a commissioner answered last counts, and a change that was made counts for good."""

    WAITING = "waiting", "Waiting for an answer"
    LOOKING_INTO_IT = "looking_into_it", "Looking into it"
    WILL_CHANGE = "will_change", "Will change"
    OVERDUE = "overdue", "Overdue"
    CHANGED = "changed", "Led to a change"
    CANNOT = "cannot", "Cannot change"
    NOT_OURS = "not_ours", "Somebody else’s responsibility"


TONES = {  # of the badge: its tone and its icon
    State.WAITING: ("warn", "clock"),
    State.OVERDUE: ("bad", "clock"),
    State.WILL_CHANGE: ("accent", "flag"),
    State.CHANGED: ("good", "check2"),
    State.LOOKING_INTO_IT: ("", "search"),
    State.CANNOT: ("", "x-lg"),
    State.NOT_OURS: ("", "arrow-right"),
}


def with_state(issues: QuerySet, *, today: date) -> QuerySet:
    """Add to each issue:

    - `state`, one of State;
    - `shared_at`: when people outside its site could first read it;
    - `answered_at` of the first reply, or None;
    - `changed_on`, the day on which a promised change was made, or None;
    - `due_on`, the day that the newest reply names, or None.
    """
    replies = IssueReply.objects.filter(issue=OuterRef("pk")).order_by("-replied_at", "-pk")
    return (
        with_shared_at(issues)
        .annotate(
            newest_kind=Subquery(replies.values("kind")[:1]),
            due_on=Subquery(replies.values("due_on")[:1]),
            answered_at=Subquery(replies.order_by("replied_at", "pk").values("replied_at")[:1]),
            changed_on=Subquery(
                replies.filter(kept_on__isnull=False).order_by("kept_on", "pk").values("kept_on")[:1]
            ),
        )
        .annotate(
            state=Case(
                When(changed_on__isnull=False, then=Value(State.CHANGED)),
                When(newest_kind__isnull=True, then=Value(State.WAITING)),
                When(newest_kind=Kind.LOOKING_INTO_IT, due_on__lt=today, then=Value(State.WAITING)),
                When(newest_kind=Kind.WILL_CHANGE, due_on__lt=today, then=Value(State.OVERDUE)),
                default=F("newest_kind"),
                output_field=models.CharField(),
            )
        )
    )


def with_shared_at(issues: QuerySet) -> QuerySet:
    """Add to each issue when people outside its site could first read it, as `shared_at`."""
    shared = Publication.objects.filter(cleared_text__issue_wording__issue=OuterRef("pk"))
    first = shared.order_by().values("cleared_text__issue_wording__issue").annotate(at=Min("published_at"))
    return issues.annotate(shared_at=Subquery(first.values("at")))
