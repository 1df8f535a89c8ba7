"""Calendar mail: inviting members to meetings, announcing changes, cancelling. The rows are the queue.

What is queued for a member is added to their letter as long as no worker has begun with it, so one act is one mail.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from meetings.models import CalendarChange, CalendarMail, Meeting
from meetings.models.calendar_mail import changes_of
from members.models import Member

REQUEST, CANCEL = CalendarChange.Method.REQUEST, CalendarChange.Method.CANCEL


@transaction.atomic
def ask_members(meeting: Meeting) -> int:
    """Queue the calendar mail of `meeting` as it is now for each member who can be mailed, and return how many
    are told something new.

    Only for a coming meeting of a running programme. Repeating queues none, so it also serves for those who
    joined since, and those who left, got a cancellation, and came back.
    """
    if not meeting.asks_members:
        return 0
    members = meeting.members_then().can_be_mailed()
    back = list(
        meeting.calendar_changes.filter(method=CANCEL, member__in=members).values_list("member", flat=True)
    )
    meeting.calendar_changes.filter(member__in=back).delete()
    asked = meeting.calendar_changes.filter(sequence=meeting.calendar_sequence, method=REQUEST)
    return _tell(meeting, members.exclude(pk__in=asked.values("member")), REQUEST)


def announce_change(meeting: Meeting) -> int:
    """Raise the sequence of `meeting`, queue mail to its members, and return how many are told."""
    _raise_sequence(meeting)
    return ask_members(meeting)


@transaction.atomic
def cancel_invitations(meeting: Meeting) -> int:
    """Raise the sequence of a cancelled `meeting`, queue mail to those who were invited, and return how many are told."""
    invited = meeting.calendar_changes.told().filter(method=REQUEST).values("member")
    told = list(Member.objects.filter(pk__in=invited).can_be_mailed())
    _raise_sequence(meeting)
    if meeting.has_started or not meeting.site.programme.is_running:
        return 0
    return _tell(meeting, told, CANCEL)


@transaction.atomic
def cancel_for_leavers() -> int:
    """Queue mail that removes coming meetings from the calendars of invited members who left, one letter for all, and
    return how many meetings are removed. Repeating queues none.
    """
    told = CalendarChange.objects.told().filter(
        method=REQUEST,
        member__left_on__isnull=False,
        meeting__in=Meeting.objects.not_cancelled().filter(
            starts_at__gt=timezone.now(), site__programme__ended_on__isnull=True
        ),
    )
    taken_out = set(CalendarChange.objects.of_leavers().values_list("meeting", "member"))
    gone = {
        (change.meeting, change.member)
        for change in told.select_related("meeting", "member")
        if change.member.left_on <= change.meeting.day
    }
    return sum(
        _tell(meeting, [member], CANCEL)
        for meeting, member in sorted(gone, key=lambda pair: (pair[0].starts_at, pair[1].pk))
        if (meeting.pk, member.pk) not in taken_out
    )


def _raise_sequence(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        calendar_sequence=F("calendar_sequence") + 1, revised_at=timezone.now()
    )
    meeting.refresh_from_db(fields=["calendar_sequence", "revised_at"])


def _tell(meeting: Meeting, members: Iterable[Member], method: str) -> int:
    """Add `meeting` as it is now to the letters of `members`, and return how many there are."""
    changes = changes_of(meeting, members, method)
    letters = _letters_to([change.member for change in changes])
    for change in changes:
        change.mail = letters[change.member_id]
    CalendarChange.objects.bulk_create(changes, ignore_conflicts=True)
    return len(changes)


def _letters_to(members: list[Member]) -> dict[int, CalendarMail]:
    """Return the letter to each of `members` that no worker has begun with, by the member's id; a new one if need be."""
    waiting = CalendarMail.objects.not_begun().select_for_update().filter(member__in=members)
    letters = {letter.member_id: letter for letter in waiting}
    missing = [CalendarMail(member=member) for member in members if member.pk not in letters]
    return letters | {letter.member_id: letter for letter in CalendarMail.objects.bulk_create(missing)}


@transaction.atomic
def ask_newcomers() -> int:
    """Queue mails to members who joined, or gave an address, after the date of a coming meeting was set."""
    meetings = Meeting.objects.upcoming().filter(
        site__programme__ended_on__isnull=True, starts_at__gt=timezone.now()
    )
    return sum(ask_members(meeting) for meeting in meetings.select_related("site__programme"))
