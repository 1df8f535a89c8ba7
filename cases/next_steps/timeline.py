"""Next steps as a table with meetings as columns, from where each was agreed to where it had feedback."""

from dataclasses import dataclass

from cases.next_steps.models import Feedback, NextStep
from cases.next_steps.returns import return_of
from meetings.models import Meeting

COLUMNS = 3  # fits on a phone; few steps take longer


@dataclass(frozen=True)
class Mark:
    """A cell: its `place` on the line ("from", "via", "to" or ""), the shape of the feedback there, and its text for
    screen readers."""

    place: str = ""
    shape: str = ""
    says: str = ""


@dataclass(frozen=True)
class Row:
    """A next step with its cells (one per column), its last feedback, and all its feedback in order."""

    step: NextStep
    marks: list[Mark]
    last: Feedback | None
    answers: list[Feedback]
    is_open: bool


@dataclass(frozen=True)
class Stepline:
    """Meetings as columns (None: an empty one), and steps as rows."""

    meetings: list[Meeting | None]
    rows: list[Row]


def stepline(steps: list[NextStep], meetings: list[Meeting], open_steps: set[int]) -> Stepline:
    """Return the table of `steps`, all agreed at one meeting.

    `meetings` are those of the site that were not cancelled, by time; `open_steps` are the ids of the steps awaiting
    feedback. Uses `feedback`, `discussion.meeting` and `due_meeting` of each step.
    """
    if not steps:
        return Stepline([], [])
    start = steps[0].discussion.meeting
    later = [meeting for meeting in meetings if meeting.starts_at > start.starts_at]
    stops = {step.pk: _stops(step, later, step.pk in open_steps) for step in steps}
    touched = {meeting.pk for stop in stops.values() for meeting in stop if meeting}
    columns = _columns(start, later, touched)
    rows = [
        _row(step, stops[step.pk], columns, step.pk in open_steps)
        for step in sorted(steps, key=lambda step: (step.position, step.pk))
    ]
    return Stepline(columns, rows)


def _stops(step: NextStep, later: list[Meeting], is_open: bool) -> dict[Meeting | None, Feedback | None]:
    """Return the feedback given at each meeting. The meeting where feedback on an open step is due has None."""
    stops: dict[Meeting | None, Feedback | None] = {}
    for answer in step.feedback.all():
        stops[_meeting_of(answer, later)] = answer
    if is_open:
        due = return_of(step, later).at
        if due is not None:
            stops.setdefault(due, None)
    return stops


def _meeting_of(answer: Feedback, later: list[Meeting]) -> Meeting | None:
    """Return the meeting where feedback is shown: its own or, if it was given between meetings, the next one."""
    if answer.meeting_id is not None:
        return next((meeting for meeting in later if meeting.pk == answer.meeting_id), None)
    return next(
        (meeting for meeting in later if meeting.starts_at >= answer.at), later[-1] if later else None
    )


def _columns(start: Meeting, later: list[Meeting], touched: set[int]) -> list[Meeting | None]:
    """Return the meeting where the steps were agreed, and the next ones. If feedback came later, return the last ones
    with some."""
    shown = [meeting for meeting in later if meeting.pk in touched][1 - COLUMNS :]
    for meeting in later:
        if len(shown) < COLUMNS - 1 and meeting not in shown:
            shown.append(meeting)
    ordered = [start, *sorted(shown, key=lambda meeting: meeting.starts_at)]
    return ordered + [None] * (COLUMNS - len(ordered))


def _row(step: NextStep, stops: dict, columns: list[Meeting | None], is_open: bool) -> Row:
    answers = list(step.feedback.all())
    by_meeting = {meeting.pk: answer for meeting, answer in stops.items() if meeting}
    ends = [number for number, meeting in enumerate(columns) if meeting and meeting.pk in by_meeting]
    end = max(ends, default=0)
    marks = [Mark("from", "same", "agreed")]
    for number, meeting in enumerate(columns[1:], start=1):
        answer = by_meeting.get(meeting.pk) if meeting else None
        if number > end:
            marks.append(Mark())
        elif number < end:
            marks.append(Mark("via", answer.shape, answer.get_outcome_display()) if answer else Mark("via"))
        elif answer is None:
            marks.append(Mark("to", "untried", "feedback due"))
        else:
            marks.append(Mark("to", answer.shape, answer.get_outcome_display()))
    return Row(step, marks, answers[-1] if answers else None, answers, is_open)
