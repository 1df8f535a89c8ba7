"""The actions of attendance: marks, visitors, reaffirming the ground rules, and closing the meeting."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.fold import find_alike
from kit.locking import lock_row
from kit.words import day
from meetings.audit_verbs import MeetingVerb
from meetings.models import Attendance, AttendanceCorrection, Meeting, Visit
from members.actions import agree
from members.models import Agreement, Member, User

KNOWN_ON_THE_DAY = (Attendance.Mark.PRESENT, Attendance.Mark.ABSENT)  # nobody can be marked so before


def is_to_come(meeting: Meeting) -> bool:
    """Return whether the day of `meeting` has not come, so that only apologies and stand-ins can be recorded."""
    return meeting.day > timezone.localdate()


@transaction.atomic
def record_attendance(
    meeting: Meeting, *, marks: Mapping[Member, tuple[str, str]], by: User, reason: str = ""
) -> list[Attendance]:
    """Record who came to `meeting`: for each member a mark and, for a stand-in, the name of who came instead.

    Members who are not in `marks` stay as they are. Return the rows that changed; repeating changes none.
    After the meeting is closed a change needs a `reason`, and is recorded as an AttendanceCorrection. Raise
    RefusedError for a meeting that is cancelled or still to come, and for somebody who was not a member of
    the site on that day.
    """
    if meeting.is_cancelled:
        raise RefusedError(
            "This meeting is cancelled, so you cannot record attendance. Choose another meeting."
        )
    _refuse_marks(meeting, marks)
    _lock(meeting)
    known = {row.member_id: row for row in meeting.attendances.filter(member__in=list(marks))}
    changed = [
        (member, mark, stand_in_name.strip() if mark == Attendance.Mark.STAND_IN else "")
        for member, (mark, stand_in_name) in marks.items()
        if differs(known.get(member.pk), mark, stand_in_name)
    ]
    if changed and meeting.is_closed and not reason.strip():
        raise RefusedError("This meeting is closed. Give the reason for the change, and save again.")
    return [
        save_mark(meeting, known.get(member.pk), member, mark, stand_in_name, by=by, reason=reason.strip())
        for member, mark, stand_in_name in changed
    ]


def _refuse_marks(meeting: Meeting, marks: Mapping[Member, tuple[str, str]]) -> None:
    """Raise RefusedError for a member of another day or site, and for a mark that cannot be known yet."""
    there = set(
        meeting.members_then().filter(pk__in=[member.pk for member in marks]).values_list("pk", flat=True)
    )
    for member, (mark, stand_in_name) in marks.items():
        if member.pk not in there:
            raise RefusedError(
                f"{member} was not a member of {meeting.site} on {day(meeting.starts_at)}. "
                "Check the date they joined, or add them as a visitor."
            )
        refuse_mark(meeting, member, mark, stand_in_name)


def _lock(meeting: Meeting) -> None:
    """Lock the attendance of the meeting until the end of the transaction, so that two people save marks one
    after the other.
    """
    now = Meeting.objects.select_for_update(of=("self",)).only("pk", "closed_at").get(pk=meeting.pk)
    meeting.closed_at = now.closed_at


def refuse_mark(meeting: Meeting, member: Member, mark: str, stand_in_name: str) -> None:
    """Raise RefusedError if `mark` says what cannot be known yet, or has no name for the stand-in."""
    if mark == Attendance.Mark.STAND_IN and not stand_in_name.strip():
        raise RefusedError(f"Enter who came in place of {member}.")
    if is_to_come(meeting) and mark in KNOWN_ON_THE_DAY:
        raise RefusedError(
            f"This meeting is on {day(meeting.starts_at)}. Until then you can only record apologies and stand-ins."
        )


def differs(row: Attendance | None, mark: str, stand_in_name: str) -> bool:
    """Return whether `row` differs from `mark` with `stand_in_name`."""
    if row is None or row.mark != mark:
        return True
    return mark == Attendance.Mark.STAND_IN and row.stand_in_name != stand_in_name.strip()


def save_mark(meeting, row, member, mark, stand_in_name, *, by: User, reason) -> Attendance:
    """Save one mark and, after closing, the correction with its reason."""
    before = row.mark if row else ""
    row = row or Attendance(meeting=meeting, member=member)
    row.mark, row.stand_in_name, row.recorded_by = mark, stand_in_name, by
    if mark != Attendance.Mark.STAND_IN:
        row.stand_in_joined_as = None
    row.save()
    if meeting.is_closed:
        AttendanceCorrection.objects.create(
            attendance=row, mark_before=before, mark_after=mark, reason=reason, by=by
        )
    return row


@transaction.atomic
def stand_in_joined(attendance: Attendance, *, member: Member, by: User) -> Attendance:
    """Record that the stand-in of `attendance` joined later as `member`, so that the meeting counts for them.

    Repeating changes nothing. Raise RefusedError where it was no stand-in, for another site, and for the member whose
    place they took.
    """
    lock_row(attendance)
    if attendance.mark != Attendance.Mark.STAND_IN:
        raise RefusedError("There was no stand-in here. Choose a stand-in's attendance.")
    if member.site_id != attendance.member.site_id or member.pk == attendance.member_id:
        raise RefusedError("Choose which member of this site the stand-in is.")
    if attendance.stand_in_joined_as_id != member.pk:
        attendance.stand_in_joined_as = member
        attendance.save(update_fields=["stand_in_joined_as"])
        record(MeetingVerb.LINK_STAND_IN, attendance, by=by)
    return attendance


@transaction.atomic
def add_visit(
    meeting: Meeting, *, name: str, capacity: str, by: User, user=None, agreed: bool = False
) -> Visit:
    """Add a visitor to `meeting`, and return the Visit. Repeating with the same name changes the first record.

    `agreed` says that they agree to the ground rules. Raise RefusedError for a meeting that is cancelled.
    """
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled, so you cannot add visitors. Choose another meeting.")
    lock_row(meeting)
    name = " ".join(name.split())
    visit = find_alike(meeting.visits.all(), name) or Visit(meeting=meeting)
    visit.name, visit.capacity, visit.user = name, capacity, user or visit.user
    visit.agreed_to_ground_rules = agreed or visit.agreed_to_ground_rules
    visit.save()
    return visit


@transaction.atomic
def remove_visit(visit: Visit, *, by: User) -> None:
    """Remove a visitor who was added by mistake. Raise RefusedError once the meeting is closed."""
    lock_row(visit)
    if visit.meeting.is_closed:
        raise RefusedError("This meeting is closed, so you cannot change its visitors.")
    record(MeetingVerb.REMOVE_VISIT, visit.meeting, by=by)
    visit.delete()


@transaction.atomic
def reaffirm_ground_rules(
    meeting: Meeting, *, by: User, exceptions: Iterable[Member] = ()
) -> list[Agreement]:
    """Record that everybody at `meeting` agrees to the ground rules of that day: members, stand-ins and visitors.

    The members in `exceptions` do not, or not yet. Return the agreements of members who had not agreed to this version
    before. Repeating adds none. Raise RefusedError where the programme has no ground rules yet.
    """
    lock_row(meeting)
    ground_rules = meeting.ground_rules
    if ground_rules is None:
        raise RefusedError(
            "This programme has no ground rules yet. Ask the programme team to write them first."
        )
    agreements = [
        agree(member, ground_rules=ground_rules, on=meeting.day, by=by)
        for member in meeting.have_not_agreed()
        if member not in set(exceptions)
    ]
    visitors = meeting.visits.filter(agreed_to_ground_rules=False).update(agreed_to_ground_rules=True)
    if agreements or visitors:
        record(MeetingVerb.REAFFIRM_GROUND_RULES, meeting, by=by)
    return agreements


@transaction.atomic
def close(meeting: Meeting, *, by: User) -> Meeting:
    """Close `meeting`: attendance is final, and a later correction needs a reason. Repeating changes nothing.

    Raise RefusedError for a meeting that is cancelled, has not started, or where nobody is marked yet.
    """
    lock_row(meeting)
    if meeting.is_closed:
        return meeting
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled, so there is nothing to close.")
    if not meeting.has_started:
        raise RefusedError(f"This meeting starts on {day(meeting.starts_at)}. Close it when it is over.")
    if not meeting.attendances.exists():
        raise RefusedError(
            "Attendance has not been recorded. Record it, or cancel the meeting if it did not take place."
        )
    meeting.closed_at, meeting.closed_by = timezone.now(), by
    meeting.save(update_fields=["closed_at", "closed_by"])
    record(MeetingVerb.CLOSE, meeting, by=by)
    return meeting
