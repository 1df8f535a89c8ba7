"""Mail about next steps: one to each owner when a meeting is closed, one a week about what is overdue. Never their text."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from cases.next_steps.models import NextStep, StepsMail, WeeklyMail
from cases.next_steps.models.steps_mail import STILL_NEWS
from kit.dates import end_of_day
from meetings.models import Meeting
from members.models import Facilitation, Member
from sites_app.models import SiteState

FROM = time(8, 0)  # on a Monday
LAST_DAY = 2  # Wednesday: until then a Monday on which nothing ran is made up for
A_WEEK = timedelta(days=7)


@transaction.atomic
def make_due_steps_mails() -> int:
    """Make the mails to owners for meetings closed in the last week, in running programmes; returns how many.

    One for each owner who can be mailed and has a step of that meeting to answer. Repeating makes none, and steps
    added after closing make none either: they stand behind the same link.
    """
    closed = Meeting.objects.filter(
        closed_at__gt=timezone.now() - STILL_NEWS, site__programme__ended_on__isnull=True
    )
    told = StepsMail.objects.filter(member=OuterRef("owner"), meeting=OuterRef("discussion__meeting"))
    found = (
        NextStep.objects.awaiting_feedback()
        .filter(
            ~Exists(told),
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
    """The Monday of the week whose mails are to be made at `now`; None at other times than a Monday from 8:00, or the
    two days after it where nothing ran on that day."""
    now = timezone.localtime(now)
    if now.weekday() > LAST_DAY or now.time() < FROM:
        return None
    return now.date() - timedelta(days=now.weekday())


@transaction.atomic
def make_due_weekly_mails() -> int:
    """Make this week's mails about what is overdue: one to each owner, one to each facilitator; returns how many.

    None to whom the last one was made less than seven days ago, and none at sites that have ended. Repeating makes none.
    """
    now = timezone.now()
    week = monday_of(now)
    if week is None:
        return 0
    today = timezone.localdate()
    steps = NextStep.objects.to_ask_about()
    latest = SiteState.objects.filter(site=OuterRef("site")).order_by("-since", "-pk")
    members = (
        Member.objects.can_be_mailed()
        .filter(site__programme__ended_on__isnull=True)
        .annotate(state=Subquery(latest.values("state")[:1]))
        .exclude(state=SiteState.State.ENDED)
    )
    wanted = {
        WeeklyMail.Kind.OWNER: members.filter(Exists(steps.filter(owner=OuterRef("pk")))),
        WeeklyMail.Kind.FACILITATOR: members.filter(
            Exists(Facilitation.objects.on(today).filter(member=OuterRef("pk"))),
            Exists(steps.filter(discussion__meeting__site=OuterRef("site"))),
        ),
    }
    since = end_of_day(today) - A_WEEK
    rows = []
    for kind, who in wanted.items():
        lately = WeeklyMail.objects.filter(member=OuterRef("pk"), kind=kind, made_at__gte=since)
        rows += [WeeklyMail(member=member, kind=kind, week=week) for member in who.filter(~Exists(lately))]
    WeeklyMail.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
