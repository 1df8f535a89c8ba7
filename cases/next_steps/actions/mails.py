"""Mail about next steps: one to each owner when a meeting is closed, one a week about what is overdue. Never their text."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from cases.next_steps.links import link_of
from cases.next_steps.models import NextStep, StepsMail, WeeklyMail
from cases.next_steps.models.mails import STILL_NEWS
from kit.dates import end_of_day
from kit.mail import written
from kit.queues import Queued, claim, send_claimed, send_each
from meetings.models import Meeting
from members.models import Facilitation, Member
from sites_app.models import SiteState

FROM = time(8, 0)  # on a Monday
LAST_DAY = 2  # Wednesday: until then a Monday on which nothing ran is made up for
A_WEEK = timedelta(days=7)


def agreed_at(meeting: Meeting):
    """The steps agreed at `meeting` before it was closed, by owner: those that its mail tells of."""
    steps = NextStep.objects.filter(discussion__meeting=meeting).select_related(
        "owner", "discussion__case__site"
    )
    return steps.filter(added_at__lte=meeting.closed_at) if meeting.is_closed else steps


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


def send_due_step_mails(*, at_most: int = 200) -> int:
    """Send the mails about next steps that are due over one connection; returns how many the mail server took."""
    due = [
        *StepsMail.objects.due().order_by("pk")[:at_most],
        *WeeklyMail.objects.due().order_by("pk")[:at_most],
    ]
    return send_each(due, send_step_mail)


def send_step_mail(row: Queued, *, connection=None) -> bool:
    """Send one mail unless it is sent, given up, being sent or no longer wanted; True where this call sent it."""
    rows = type(row).objects
    if not claim(rows.due(), row):
        return False
    return send_claimed(row, message_of(row), connection=connection)


def message_of(row: Queued) -> EmailMessage:
    """What the mail says when it goes: references, counts and links."""
    member = Member.objects.select_related("site__programme").get(pk=row.member_id)
    if isinstance(row, StepsMail):
        template, context = "steps", _about_a_meeting(row, member)
    elif row.kind == WeeklyMail.Kind.OWNER:
        template, context = "overdue", _about_their_own(member)
    else:
        template, context = "digest", _about_the_site(member)
    context |= {"member": member, "site": member.site}
    return written(f"next_steps/email/{template}", context, to=member.email)


def _about_a_meeting(row: StepsMail, member: Member) -> dict:
    steps = agreed_at(row.meeting).filter(owner=member)
    return {"meeting": row.meeting, "link": link_of(member), **_counted(steps.awaiting_feedback())}


def _about_their_own(member: Member) -> dict:
    return {"link": link_of(member), **_counted(NextStep.objects.to_ask_about().filter(owner=member))}


def _about_the_site(member: Member) -> dict:
    steps = NextStep.objects.overdue().filter(discussion__meeting__site=member.site_id)
    steps = list(steps.select_related("owner", "discussion__case__site"))
    there = {step.owner for step in steps if step.owner and step.owner.left_on is None}
    without_mail = {owner for owner in there if not owner.can_be_mailed}
    return {
        "count": len(steps),
        "owners": len(there),
        "without_mail": len(without_mail),
        "nobodys": sum(step.owner is None or step.owner.left_on is not None for step in steps),
        "page": settings.SITE_ADDRESS + reverse("next_steps:next_step_list", args=[member.site.slug]),
    }


def _counted(steps) -> dict:
    """How many, and about which cases."""
    steps = list(steps.select_related("discussion__case__site"))
    references = sorted({step.discussion.case.reference for step in steps})
    return {"count": len(steps), "references": references}
