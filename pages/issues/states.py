"""Where an issue for commissioners stands: waiting, answered, overdue, led to a change; asked in the query that reads it."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, Min, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cases.clearance.models import Publication
from cases.commissioning.models import IssueReply, PromiseOutcome


class State(models.TextChoices):
    """Where an issue stands. What a commissioner answered last counts, and a change that was made counts for good."""

    WAITING = "waiting", "Waiting for an answer"
    LOOKING_INTO_IT = "looking_into_it", "Looking into it"
    WILL_CHANGE = "will_change", "Will change"
    OVERDUE = "overdue", "Overdue"
    CHANGED = "changed", "Led to a change"
    DISPUTED = "disputed", "Commissioner and site differ"
    NOT_KEPT = "not_kept", "Promise not kept"
    CANNOT = "cannot", "Cannot change"
    NOT_OURS = "not_ours", "Somebody else’s responsibility"
    EXCEPTION = "exception", "An agreed exception"


def with_state(issues: QuerySet, *, today: date) -> QuerySet:
    """Add to each issue:

    - `state`, one of State;
    - `shared_at`: when people outside its site could first read it;
    - `answered_at` of the first reply, or None;
    - `changed_on`, the day on which a promised change was made, or None: somebody says that it was, and nobody that it was not;
    - `due_on`, the day that the newest reply names, or None.
    """
    replies = IssueReply.objects.filter(issue=OuterRef("pk"))
    newest = replies.order_by("-replied_at", "-pk")
    said = PromiseOutcome.objects.filter(reply=OuterRef("pk"), outcome=PromiseOutcome.Outcome.KEPT)
    day_of_change = Coalesce("kept_on", Subquery(said.order_by("on").values("on")[:1]))
    changes = replies.led_to_change().annotate(made_on=day_of_change).order_by("made_on", "pk")
    not_kept = PromiseOutcome.objects.filter(
        reply__in=replies.newest_of_each(), outcome=PromiseOutcome.Outcome.NOT_KEPT
    )
    return (
        with_shared_at(issues)
        .annotate(
            newest_kind=Subquery(newest.values("kind")[:1]),
            due_on=Subquery(newest.values("due_on")[:1]),
            answered_at=Subquery(replies.order_by("replied_at", "pk").values("replied_at")[:1]),
            changed_on=Subquery(changes.values("made_on")[:1]),
        )
        .annotate(
            state=Case(
                When(changed_on__isnull=False, then=Value(State.CHANGED)),
                When(newest_kind__isnull=True, then=Value(State.WAITING)),
                When(Exists(replies.asking_again(today)), then=Value(State.WAITING)),
                When(Exists(replies.disputed().newest_of_each()), then=Value(State.DISPUTED)),
                When(Exists(not_kept), then=Value(State.NOT_KEPT)),
                When(Exists(replies.overdue(today).newest_of_each()), then=Value(State.OVERDUE)),
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
