"""Which cases are looked at again at a meeting: three and six months after they were presented, until it was said.

From six months on the later of the two is asked about, and after a year neither is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from cases.models import Case, Discussion
from cases.next_steps.models import Feedback, LaterLook
from cases.next_steps.models.looks import SHAPES
from kit.dates import day_months_after
from kit.words import lower_first
from meetings.models import Meeting
from sites_app.models import SiteState

After = LaterLook.After
ASKED_FOR = 12  # months after it was presented
AT_LEAST, AT_MOST = timedelta(days=88), timedelta(days=367)  # no look is due sooner or later, in any calendar


@dataclass(frozen=True)
class Look:
    """A case to be looked at again, after so many months, and what was said, or None if it is due."""

    case: Case
    after: After
    said: LaterLook.Outcome | None = None

    @property
    def label(self) -> str:
        """What it is called, such as "Three months later"."""
        return str(self.after.label)

    @property
    def shape(self) -> str:
        """The shape with which components/_outcome.html draws what was said."""
        return SHAPES[self.said] if self.said else ""

    @property
    def in_words(self) -> str:
        """What the agenda says of it, without a word of the case."""
        asked = lower_first(str(self.said.label)) if self.said else "better, held steady or worse?"
        return f"{self.label}: {asked}"


def due_on(day: date, *, presented_on: date) -> After | None:
    """Return the look that is asked for on `day`, or None if there is none."""
    if day >= day_months_after(presented_on, ASKED_FOR):
        return None
    return max((each for each in After if day_months_after(presented_on, each) <= day), default=None)


def with_cases(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Add `had_cases` to each meeting: whether a case was on its agenda. `any_could_be_due` asks for it."""
    return meetings.annotate(had_cases=Exists(Discussion.objects.filter(meeting=OuterRef("pk"))))


def any_could_be_due(meeting: Meeting, meetings: Iterable[Meeting]) -> bool:
    """Return whether a case of one of `meetings` (read by `with_cases`) could be looked at again at `meeting`."""
    return any(
        getattr(each, "had_cases", True) and AT_LEAST <= meeting.starts_at - each.starts_at <= AT_MOST
        for each in meetings
    )


def could_be_due_since(presented_at: datetime, at: datetime) -> bool:
    """Return whether enough time has passed by `at` since a case was presented to look at it again."""
    return at - presented_at >= AT_LEAST


def looks_at(meeting: Meeting, user, *, case: Case | None = None) -> list[Look]:
    """Return the looks due at `meeting` at cases that `user` may read, and those that were said on its day, in one query.

    None is due at a site or in a programme that has ended, or once "no longer possible" was said about the case. A case
    that was withdrawn is never among them. With `case` they are those at that case only.
    """
    if meeting.is_cancelled:
        return []
    cases = _cases(meeting, user)
    if case is not None:
        cases = cases.filter(pk=case.pk)
    return [look for each in cases if (look := _look(each, meeting))]


def _look(case, meeting: Meeting) -> Look | None:
    asked = due_on(meeting.day, presented_on=timezone.localdate(case.presented_at))
    if case.said and case.said_at and timezone.localdate(case.said_at) == meeting.day:
        return Look(case, After(case.said), LaterLook.Outcome(case.said_outcome))
    if asked is None or meeting.is_closed or case.is_over or (case.said or 0) >= asked:
        return None
    return Look(case, asked)


def _cases(meeting: Meeting, user) -> QuerySet[Case]:
    """Return the cases that could be looked at, with when they were presented and what was said last."""
    first = Discussion.objects.filter(case=OuterRef("pk"), meeting__cancelled_at__isnull=True)
    said = LaterLook.objects.filter(case=OuterRef("pk")).order_by("-months")
    states = SiteState.objects.filter(site=OuterRef("site")).order_by("-since", "-pk")
    over = Feedback.objects.filter(
        next_step__discussion__case=OuterRef("pk"), outcome=Feedback.Outcome.NO_LONGER_POSSIBLE
    )
    return (
        Case.objects.visible_to(user)
        .filter(site=meeting.site_id, site__programme__ended_on__isnull=True)
        .annotate(
            presented_at=Subquery(first.order_by("meeting__starts_at").values("meeting__starts_at")[:1]),
            said=Subquery(said.values("months")[:1]),
            said_outcome=Subquery(said.values("outcome")[:1]),
            said_at=Subquery(said.values("at")[:1]),
            is_over=Exists(over),
            state=Subquery(states.values("state")[:1]),
        )
        .filter(
            presented_at__lte=min(meeting.starts_at - AT_LEAST, timezone.now()),
            presented_at__gte=meeting.starts_at - AT_MOST,
        )
        .exclude(state=SiteState.State.ENDED)
        .select_related("site")
        .order_by("number")
    )
