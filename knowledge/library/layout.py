"""A published write-up laid out for reading: sections with their sidenotes, the table of steps, the line of where it
came from. Pure: everything comes from the content of its ClearedText."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices

from cases.next_steps.models.steps import Feedback, shape_of
from kit.dates import months_after
from kit.words import figures

WORDS_A_MINUTE = 200


class SectionKey(TextChoices):
    """The sections of a write-up, with the heading each has."""

    STORY = "story", ""
    TRIED = "tried", "What was tried, and what helped"  # the table of steps stands in it
    AGAIN = "again", "What we learned"
    STOOD_IN_THE_WAY = "stood_in_the_way", "Issues for commissioners"


@dataclass(frozen=True)
class Section:
    """A part of the write-up: its first paragraph, the evidence that stands beside it, and the rest."""

    heading: str
    first: str
    rest: str
    notes: list[dict]
    has_steps: bool  # the table of steps stands in it


@dataclass(frozen=True)
class StepRow:
    """One step of the table: what, a state for each of the three columns, and the answer as shape and word."""

    what: str
    marks: list[str]  # "from", "via", "to" or ""
    shape: str
    outcome: str
    agreed: str
    answered: str


@dataclass(frozen=True)
class StepTable:
    """The steps over three columns of months."""

    months: list[str]
    rows: list[StepRow]


def sections_of(content: dict) -> list[Section]:
    """The sections in order, the evidence spread over them: one piece beside each, what is left beside the last."""
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
    """The steps as a table of three columns, so that phones can show it: more months than three share the middle one."""
    known = sorted({_month(step[key]) for step in steps for key in ("agreed", "answered") if step[key]})
    while 0 < len(known) < 3:
        known.append(months_after(known[-1]))
    labels = [f"{month:%b}" for month in known]
    if len(known) > 3:
        labels = [labels[0], f"{labels[1]} to {labels[-2]}", labels[-1]]
    rows = []
    for step in steps:
        outcome = step["outcome"]
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
        rows.append(
            StepRow(
                what=step["what"],
                marks=marks,
                shape=shape_of(outcome),
                outcome=Feedback.Outcome(outcome).label if outcome else "No feedback yet",
                agreed=step["agreed"],
                answered=step["answered"],
            )
        )
    return StepTable(labels, rows)


def _month(words: str) -> date:
    return datetime.strptime(words, "%B %Y").date()


def _column(known: list[date], words: str) -> int:
    position = known.index(_month(words))
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
    """How long the sections take to read, in minutes, one at least."""
    words = sum(len(section["text"].split()) for section in content.get("sections", []))
    return max(1, round(words / WORDS_A_MINUTE))
