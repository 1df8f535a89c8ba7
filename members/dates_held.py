"""The dates of a member held against each other: no day on which they joined or left contradicts what they did."""

from datetime import date

from kit.dates import end_of_day, start_of_day
from kit.errors import RefusedError
from kit.words import day
from members.models import Member


def _attended(member: Member):
    """Return the attendances of `member` at meetings that they were at, the first meeting first."""
    attended = member.attendances.filter(mark="present", meeting__cancelled_at=None)
    return attended.select_related("meeting").order_by("meeting__starts_at")


def refuse_joining(member: Member, *, on: date) -> None:
    """Raise RefusedError if `member` did something before the day `on`, so that they cannot have joined on it."""
    if first := _attended(member).filter(meeting__starts_at__lt=start_of_day(on)).first():
        raise RefusedError(
            f"They were at the meeting of {day(first.meeting.starts_at)}. Choose that day or an earlier one as the day they joined."
        )
    if facilitated := member.facilitations.filter(started_on__lt=on).first():
        raise RefusedError(
            f"They have been facilitator since {day(facilitated.started_on)}. Choose that day or an earlier one."
        )
    if away := member.absences.filter(left_on__lt=on).first():
        raise RefusedError(
            f"They left for the first time on {day(away.left_on)}. Choose that day or an earlier one."
        )
    if override := member.mark_overrides.filter(since__lt=on).first():
        raise RefusedError(
            f"Their status was set from {day(override.since)}. Choose that day or an earlier one."
        )


def refuse_leaving(member: Member, *, on: date) -> None:
    """Raise RefusedError if `member` joined, or was at a meeting, after the day `on`, so that they had not left by then."""
    if on < member.joined_on:
        raise RefusedError("They cannot leave before they joined. Choose a later day.")
    if last := _attended(member).filter(meeting__starts_at__gte=end_of_day(on)).last():
        raise RefusedError(
            f"They were at the meeting of {day(last.meeting.starts_at)}. Choose that day or a later one as the day they left."
        )
    if back := member.absences.filter(came_back_on__gt=on).last():
        raise RefusedError(f"They rejoined on {day(back.came_back_on)}. Choose that day or a later one.")
