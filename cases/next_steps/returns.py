"""When and where feedback on a next step is due, and whether that meeting was cancelled or moved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from cases.next_steps.models import NextStep
from kit.words import weekday
from meetings.models import Meeting

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class Return:
    """Where feedback on a step is due: `at` is the first such meeting, or None if no date is set."""

    at: Meeting | None
    moved_from: datetime | None = None  # when feedback was due as agreed, if that has changed
    was_cancelled: bool = False  # whether that meeting was cancelled; otherwise it was moved

    @property
    def is_overdue(self) -> bool:
        """Whether that meeting has begun."""
        return self.at is not None and self.at.has_started

    def is_at_or_before(self, meeting: Meeting) -> bool:
        """Return whether feedback is due at `meeting` or an earlier one."""
        return self.at is not None and self.at.starts_at <= meeting.starts_at

    @property
    def moved(self) -> str:
        """What changed, such as "moved from Thursday 12 March, which was cancelled", or "" if nothing did."""
        if self.moved_from is None:
            return ""
        called_off = ", which was cancelled" if self.was_cancelled else ""
        return f"moved from {weekday(self.moved_from)}{called_off}"


class ItsReturn(TypedDict):
    """What `with_returns` adds to each step."""

    returns: Return


def return_of(step: NextStep, meetings: Iterable[Meeting]) -> Return:
    """Return where feedback on `step`, which is awaiting it, is due.

    `meetings` are all meetings of its site by time, including cancelled ones. Uses `discussion.meeting`, `due_meeting`,
    and `feedback` unless the step has `said_at`.
    """
    agreed, due = step.discussion.meeting, step.due_meeting
    said_at = step.last_said_at
    not_before = max(due.starts_at if due else agreed.starts_at, step.asked_again_from or agreed.starts_at)
    coming = [
        meeting for meeting in meetings if meeting.starts_at > said_at and meeting.starts_at >= not_before
    ]
    at = next((meeting for meeting in coming if not meeting.is_cancelled), None)
    if due is not None:
        if due.is_cancelled:
            return Return(at, due.starts_at, was_cancelled=True)
        was_moved = step.due_as_agreed and step.due_as_agreed != due.starts_at and due == at
        return Return(at, step.due_as_agreed if was_moved else None)
    off = [
        meeting
        for meeting in coming
        if meeting.cancelled_at is not None
        and meeting.cancelled_at > max(step.added_at, said_at)
        and (at is None or meeting.starts_at < at.starts_at)
    ]
    return Return(at, off[0].starts_at, was_cancelled=True) if off else Return(at)


def with_returns(
    steps: Iterable[NextStep], meetings: Mapping[int, Iterable[Meeting]] | None = None
) -> list["WithAnnotations[NextStep, ItsReturn]"]:
    """Return `steps` as a list, and set `returns` on each. Reads the meetings of their sites if they are not given."""
    rows = cast("list[WithAnnotations[NextStep, ItsReturn]]", list(steps))
    if meetings is None:
        sites = {step.discussion.meeting.site_id for step in rows}
        found: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in Meeting.objects.filter(site__in=sites).order_by("starts_at", "pk") if sites else ():
            found[meeting.site_id].append(meeting)
        meetings = found
    for step in rows:
        step.returns = return_of(step, meetings[step.discussion.meeting.site_id])
    return rows


def messages_about_cancelled(steps: list[NextStep]) -> list[str]:
    """Return a sentence for each of `steps` whose due meeting was cancelled while the form was open."""
    cancelled = with_returns([step for step in steps if step.due_meeting and step.due_meeting.is_cancelled])
    return [
        f"The meeting on {weekday(step.due_meeting.starts_at)} has been cancelled, so feedback on “{step.what}” will be due "
        f"{f'on {weekday(step.returns.at.starts_at)}' if step.returns.at else 'at the next meeting'}."
        for step in cancelled
        if step.due_meeting
    ]
