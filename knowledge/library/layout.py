"""A published write-up laid out for reading: its sections with evidence beside them, and the table of steps.

Everything comes from the content of the ClearedText; no function here reads the database.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from cases.next_steps.models.steps import Feedback, shape_of
from kit import periods
from kit.periods import Period
from kit.words import figures

WORDS_A_MINUTE = 200


class SectionKey(TextChoices):
    """The sections of a write-up, with the heading of each."""

    STORY = "story", ""
    TRIED = "tried", "What was tried, and what helped"  # contains the table of steps
    AGAIN = "again", "What we learned"
    STOOD_IN_THE_WAY = "stood_in_the_way", "Issues for commissioners"


@dataclass(frozen=True)
class Section:
    """A section of the write-up: its first paragraph, the evidence shown beside it, and the rest."""

    heading: str
    first: str
    rest: str
    notes: list[dict]
    has_steps: bool  # contains the table of steps


@dataclass(frozen=True)
class StepRow:
    """One step of the table: what was agreed, a mark for each of the three columns, and its outcome as a shape and in
    words.
    """

    what: str
    marks: list[str]  # "from", "via", "to" or ""
    shape: str
    outcome: str
    agreed: str
    answered: str


@dataclass(frozen=True)
class StepTable:
    """The steps over three columns of months, or of seasons or years where the text tells no more."""

    months: list[str]
    rows: list[StepRow]


def sections_of(content: dict) -> list[Section]:
    """Return the sections in order, with one piece of evidence beside each and the remaining ones beside the last."""
    sections, evidence = content.get("sections", []), content.get("evidence", [])
    with_steps = next(
        (at for at, part in enumerate(sections) if part["key"] == SectionKey.TRIED), len(sections) - 1
    )
    laid_out = []
    for position, section in enumerate(sections):
        is_last = position == len(sections) - 1
        notes = evidence[position:] if is_last else evidence[position : position + 1]
        first, _, rest = section["text"].strip().partition("\n\n")
        laid_out.append(Section(section["heading"], first, rest, notes, has_steps=position == with_steps))
    return laid_out


def step_table(steps: list[dict]) -> StepTable:
    """Return the steps as a table of three columns, which fits on phones.

    If there are more than three months, those in the middle share a column.
    """
    told = {periods.read(step[key]) for step in steps for key in ("agreed", "answered") if step[key]}
    known = sorted(told, key=lambda period: period.first)
    while 0 < len(known) < 3:
        known.append(known[-1].next)
    rows = [
        StepRow(
            what=step["what"],
            marks=_marks(known, step),
            shape=shape_of(step["outcome"]),
            outcome=Feedback.Outcome(step["outcome"]).label if step["outcome"] else "No feedback yet",
            agreed=periods.in_words(step["agreed"]),
            answered=periods.in_words(step["answered"]),
        )
        for step in steps
    ]
    return StepTable(_column_labels(known), rows)


def _column_labels(known: list[Period]) -> list[str]:
    """Return the headings of the three columns."""
    labels = [period.short for period in known]
    return [labels[0], f"{labels[1]} to {labels[-2]}", labels[-1]] if len(known) > 3 else labels


def _marks(known: list[Period], step: dict) -> list[str]:
    """Return the mark of each column: from the month the step was agreed to the month of its feedback."""
    marks = ["", "", ""]
    begun = _column(known, step["agreed"])
    if step["answered"]:
        ended = _column(known, step["answered"])
        for column in range(begun, ended + 1):
            marks[column] = "via"
        marks[begun] = "from"
        marks[ended] = "to"
    else:
        marks[begun] = "from"
    return marks


def _column(known: list[Period], key: str) -> int:
    """Return the column of a period given as its key, such as 2013-05."""
    position = known.index(periods.read(key))
    return 0 if position == 0 else 2 if position == len(known) - 1 else 1


def steps_in_words(steps: list[dict]) -> str:
    """5 steps: 2 helped, 1 held steady."""
    helped = sum(step["outcome"] == Feedback.Outcome.HELPED for step in steps)
    steady = sum(step["outcome"] == Feedback.Outcome.HELD_STEADY for step in steps)
    came = [f"{helped} helped"] if helped else []
    came += [f"{steady} held steady"] if steady else []
    counted = figures(len(steps), "step", "steps")
    return f"{counted}: {', '.join(came)}" if came else counted


def minutes_to_read(content: dict) -> int:
    """Return how many minutes the sections take to read, at least one."""
    words = sum(len(section["text"].split()) for section in content.get("sections", []))
    return max(1, round(words / WORDS_A_MINUTE))
