"""Calendar mail: inviting members to meetings, announcing changes, cancelling. The rows are the queue."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from meetings.models import CalendarMail, Meeting
from members.models import Member


def ask_members(meeting: Meeting) -> int:
    """Queue the calendar mail of `meeting` as it is now for each member who can be mailed, and return how many
    mails are new.

    Only for a coming meeting of a running programme. Repeating queues none, so it also serves for those who
    joined since, and those who left, got a cancellation, and came back.
    """
    if not meeting.asks_members:
        return 0
    back = meeting.calendar_mails.filter(
        method=CalendarMail.Method.CANCEL, member__in=meeting.members_then().can_be_mailed()
    )
    meeting.calendar_mails.filter(member__in=list(back.values_list("member", flat=True))).delete()
    asked = meeting.calendar_mails.filter(
        sequence=meeting.calendar_sequence, method=CalendarMail.Method.REQUEST
    )
    members = meeting.members_then().can_be_mailed().exclude(pk__in=asked.values("member"))
    return _make(meeting, members, CalendarMail.Method.REQUEST)


def announce_change(meeting: Meeting) -> int:
    """Raise the sequence of `meeting`, queue a mail to its members, and return how many mails are new."""
    _raise_sequence(meeting)
    return ask_members(meeting)


def cancel_invitations(meeting: Meeting) -> int:
    """Raise the sequence of a cancelled `meeting`, queue a mail to those who were invited, and return how many
    mails are new.
    """
    told = Member.objects.filter(
        Exists(
            CalendarMail.objects.filter(
                Q(sent_at__isnull=False) | Q(claimed_until__isnull=False),
                member=OuterRef("pk"),
                meeting=meeting,
                method=CalendarMail.Method.REQUEST,
            )
        )
    )
    _raise_sequence(meeting)
    if meeting.has_started or not meeting.site.programme.is_running:
        return 0
    return _make(meeting, told.can_be_mailed(), CalendarMail.Method.CANCEL)


@transaction.atomic
def cancel_for_leavers() -> int:
    """Queue mails that remove coming meetings from the calendars of invited members who left, and return how many.

    Repeating queues none.
    """
    asked = (
        CalendarMail.objects.filter(
            Q(sent_at__isnull=False) | Q(claimed_until__isnull=False),
            method=CalendarMail.Method.REQUEST,
            member__left_on__isnull=False,
            meeting__in=Meeting.objects.not_cancelled().filter(
                starts_at__gt=timezone.now(), site__programme__ended_on__isnull=True
            ),
        )
        .exclude(
            Exists(
                CalendarMail.objects.filter(
                    method=CalendarMail.Method.CANCEL, member=OuterRef("member"), meeting=OuterRef("meeting")
                )
            )
        )
        .select_related("meeting", "member")
    )
    gone = {
        (mail.meeting, mail.member)
        for mail in asked
        if mail.member.left_on and mail.member.left_on <= mail.meeting.day
    }
    return sum(_make(meeting, [member], CalendarMail.Method.CANCEL) for meeting, member in gone)


def _raise_sequence(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(calendar_sequence=F("calendar_sequence") + 1)
    meeting.refresh_from_db(fields=["calendar_sequence"])


def _make(meeting: Meeting, members, method: str) -> int:
    mails = [
        CalendarMail(meeting=meeting, member=member, sequence=meeting.calendar_sequence, method=method)
        for member in members
    ]
    CalendarMail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


@transaction.atomic
def ask_newcomers() -> int:
    """Queue mails to members who joined, or gave an address, after the date of a coming meeting was set."""
    meetings = Meeting.objects.upcoming().filter(
        site__programme__ended_on__isnull=True, starts_at__gt=timezone.now()
    )
    return sum(ask_members(meeting) for meeting in meetings.select_related("site__programme"))
