"""When and where a next step comes back, and what came in between: a meeting called off, or one that was moved."""

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
    """Where a step comes back: `at` is the first meeting where it does (None: no date is set)."""

    at: Meeting | None
    moved_from: datetime | None = None  # when it was to come back, as agreed, where that has changed since
    was_called_off: bool = False  # because that meeting was called off; else it was moved

    @property
    def is_overdue(self) -> bool:
        """Whether that meeting has begun."""
        return self.at is not None and self.at.has_started

    def is_at_or_before(self, meeting: Meeting) -> bool:
        """Whether the step is still to be heard back on at `meeting`, having come back there or at an earlier one."""
        return self.at is not None and self.at.starts_at <= meeting.starts_at

    @property
    def moved(self) -> str:
        """What changed, in words: "moved from Thursday 12 March, which was called off"; or nothing."""
        if self.moved_from is None:
            return ""
        called_off = ", which was cancelled" if self.was_called_off else ""
        return f"moved from {weekday(self.moved_from)}{called_off}"


class ItsReturn(TypedDict):
    """What `with_returns` adds to each step."""

    returns: Return


def return_of(step: NextStep, meetings: Iterable[Meeting]) -> Return:
    """Where `step`, which is still asked about, comes back. `meetings` are all of its site, by time, cancelled ones too.

    Reads along `discussion.meeting`, `due_meeting`, and `feedback` unless the step has `said_at`.
    """
    agreed, due = step.discussion.meeting, step.due_meeting
    said_at = step.last_said_at
    not_before = due.starts_at if due else agreed.starts_at
    coming = [
        meeting for meeting in meetings if meeting.starts_at > said_at and meeting.starts_at >= not_before
    ]
    at = next((meeting for meeting in coming if not meeting.is_cancelled), None)
    if due is not None:
        if due.is_cancelled:
            return Return(at, due.starts_at, was_called_off=True)
        was_moved = step.due_as_agreed and step.due_as_agreed != due.starts_at and due == at
        return Return(at, step.due_as_agreed if was_moved else None)
    off = [
        meeting
        for meeting in coming
        if meeting.cancelled_at is not None
        and meeting.cancelled_at > max(step.added_at, said_at)
        and (at is None or meeting.starts_at < at.starts_at)
    ]
    return Return(at, off[0].starts_at, was_called_off=True) if off else Return(at)


def with_returns(
    steps: Iterable[NextStep], meetings: Mapping[int, Iterable[Meeting]] | None = None
) -> list["WithAnnotations[NextStep, ItsReturn]"]:
    """`steps` as a list, each with its `returns`. Reads the meetings of their sites at once, where they are not given."""
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


def what_moved(steps: list[NextStep]) -> list[str]:
    """A sentence for each of `steps` whose meeting was called off while somebody was choosing it."""
    cancelled = with_returns([step for step in steps if step.due_meeting and step.due_meeting.is_cancelled])
    return [
        f"The meeting on {weekday(step.due_meeting.starts_at)} has been cancelled, so feedback on “{step.what}” will be due "
        f"{f'on {weekday(step.returns.at.starts_at)}' if step.returns.at else 'at the next meeting'}."
        for step in cancelled
        if step.due_meeting
    ]
