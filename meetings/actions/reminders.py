"""Reminders a week and a day before a meeting. Each is one row, so that none is sent twice."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting, Reminder, Reply
from members.models import MemberQuerySet
from sites_app.models import ProgrammeEvent

DAYS = {Reminder.Before.DAY: 1, Reminder.Before.WEEK: 7}  # the nearest first
FROM = time(8, 0)  # of the day, so that no mail is sent at night


def reminder_at(meeting: Meeting | ProgrammeEvent, now: datetime) -> str:
    """Return which reminder of `meeting`, or of a date of the programme, is due at `now`, or "" for none.

    The reminder a week before is due on the seventh day before, or on the sixth or fifth if Copsite was down
    then. One that was missed is not sent later.
    """
    now = timezone.localtime(now)
    left = (meeting.day - now.date()).days
    if meeting.starts_at <= now or now.time() < FROM:
        return ""
    if left == DAYS[Reminder.Before.DAY]:
        return Reminder.Before.DAY
    return Reminder.Before.WEEK if 5 <= left <= DAYS[Reminder.Before.WEEK] else ""


@transaction.atomic
def make_due_reminders() -> int:
    """Queue the reminders that are due now, for members who can be mailed and did not send apologies, and
    return how many.

    None for a date that was set or moved within the last day, because its own mail has just said so.
    Repeating queues none.
    """
    now = timezone.now()
    soon = Meeting.objects.not_cancelled().filter(
        starts_at__gt=now,
        starts_at__lt=now + timedelta(days=9),
        closed_at__isnull=True,
        site__programme__ended_on__isnull=True,
    )
    made = 0
    for meeting in soon.select_related("site__programme"):
        before = reminder_at(meeting, now)
        if not before:
            continue
        rows = [
            Reminder(meeting=meeting, member=member, before=before, starts_at=meeting.starts_at)
            for member in members_to_remind(meeting, before=before, now=now)
        ]
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        made += len(rows)
    return made


def members_to_remind(meeting: Meeting, *, before: str, now: datetime) -> MemberQuerySet:
    """Return the members who get the reminder `before` the meeting, and have none of it yet."""
    asked_lately = meeting.calendar_changes.filter(
        sequence=meeting.calendar_sequence, mail__made_at__gt=now - timedelta(days=1)
    )
    reminded = meeting.reminders.filter(before=before, starts_at=meeting.starts_at)
    return (
        meeting.members_then()
        .can_be_mailed()
        .exclude(pk__in=meeting.replies.exclude(coming=Reply.Coming.YES).values("member"))
        .exclude(pk__in=meeting.attendances.values("member"))
        .exclude(pk__in=asked_lately.values("member"))
        .exclude(pk__in=reminded.values("member"))
    )
