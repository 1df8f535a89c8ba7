"""Mails about next steps: to each owner when a meeting is closed, and weekly about overdue steps. They never contain
the text of a step."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from cases.next_steps.models import NextStep, StepsMail, WeeklyMail
from cases.next_steps.models.steps_mail import STILL_NEWS
from cases.next_steps.models.weekly_mail import asked_less_than_twice
from kit.dates import end_of_day
from meetings.models import Meeting
from members.models import Facilitation, Member
from sites_app.models import SiteState

FROM = time(8, 0)  # on a Monday
LAST_DAY = 2  # Wednesday, if nothing ran on Monday or Tuesday
A_WEEK = timedelta(days=7)


@transaction.atomic
def make_due_steps_mails() -> int:
    """Create the mails to owners for meetings closed in the last week, in running programmes, and return how many.

    Each owner who can be mailed gets one about their steps of that meeting that await feedback. Repeating creates none,
    and neither does adding steps after closing: the same link shows them too.
    """
    closed = Meeting.objects.filter(
        closed_at__gt=timezone.now() - STILL_NEWS, site__programme__ended_on__isnull=True
    )
    mailed = StepsMail.objects.filter(member=OuterRef("owner"), meeting=OuterRef("discussion__meeting"))
    found = (
        NextStep.objects.awaiting_feedback()
        .with_their_owner()
        .filter(
            ~Exists(mailed),
            discussion__meeting__in=closed,
            added_at__lte=F("discussion__meeting__closed_at"),
            owner__in=Member.objects.can_be_mailed(),
        )
        .order_by()
        .values_list("discussion__meeting", "owner")
        .distinct()
    )
    rows = [StepsMail(meeting_id=meeting, member_id=owner) for meeting, owner in found]
    StepsMail.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def monday_of(now: datetime) -> date | None:
    """Return the Monday of the week whose mails are created at `now`, or None if none are created at this time.

    Mails are created from 8:00 on Monday. If nothing ran on Monday, they are created on one of the next two days.
    """
    now = timezone.localtime(now)
    if now.weekday() > LAST_DAY or now.time() < FROM:
        return None
    return now.date() - timedelta(days=now.weekday())


@transaction.atomic
def make_due_weekly_mails() -> int:
    """Create this week's mails about overdue steps, one to each owner and facilitator, and return how many.

    Nobody gets one within seven days of the last, nor because of a step of which two have told them since its feedback was
    due; sites that have ended get none. Repeating creates none.
    """
    week = monday_of(timezone.now())
    if week is None:
        return 0
    since = end_of_day(timezone.localdate()) - A_WEEK
    rows = []
    for kind, members in _weekly_recipients().items():
        lately = WeeklyMail.objects.filter(member=OuterRef("pk"), kind=kind, made_at__gte=since)
        rows += [
            WeeklyMail(member=member, kind=kind, week=week) for member in members.filter(~Exists(lately))
        ]
    WeeklyMail.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _weekly_recipients() -> dict[str, QuerySet]:
    """Return the owners of steps to remind about, and the facilitators of their sites, by the kind of mail."""
    steps = NextStep.objects.for_reminders()
    latest = SiteState.objects.filter(site=OuterRef("site")).order_by("-since", "-pk")
    members = (
        Member.objects.can_be_mailed()
        .filter(site__programme__ended_on__isnull=True)
        .annotate(state=Subquery(latest.values("state")[:1]))
        .exclude(state=SiteState.State.ENDED)
    )
    of_owner = WeeklyMail.objects.filter(kind=WeeklyMail.Kind.OWNER, member=OuterRef("owner"))
    of_facilitator = WeeklyMail.objects.filter(
        kind=WeeklyMail.Kind.FACILITATOR, member=OuterRef(OuterRef("pk"))
    )
    own = asked_less_than_twice(steps.with_their_owner(), of_owner)
    return {
        WeeklyMail.Kind.OWNER: members.filter(Exists(own.filter(owner=OuterRef("pk")))),
        WeeklyMail.Kind.FACILITATOR: members.filter(
            Exists(Facilitation.objects.on(timezone.localdate()).filter(member=OuterRef("pk"))),
            Exists(
                asked_less_than_twice(steps, of_facilitator).filter(
                    discussion__meeting__site=OuterRef("site")
                )
            ),
        ),
    }
