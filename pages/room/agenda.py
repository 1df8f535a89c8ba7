"""The agenda at the side of the room's page: each line links to the part of the page that it is about."""

from meetings.agenda import About
from meetings.models import Roll
from pages.agenda import Agenda, Line
from pages.minutes.for_reader import to_approve

PLACES: dict[str, str] = {  # the part of the page that each kind of line leads to
    About.CHECK_IN: "roll",
    About.GROUND_RULES: "rules",
    About.MINUTES: "minutes",
    About.FEEDBACK: "feedback",
    About.ANSWERS: "told",
    About.REPLIES: "told",
    About.GUEST: "roll",
    About.CASE: "case",
    About.NEXT_STEPS: "steps",
    About.LEARNING: "learning",
    About.CLOSE: "close",
}


def lines_of(agenda: Agenda, parts: set[str], recorded: set[str]) -> list[Line]:
    """Return the lines of `agenda`, each with the `place` on the page that it links to: the top, for lines without one.

    `recorded` says what the lines are about whose records are complete.
    """
    for line in agenda.lines:
        line.place = PLACES[line.about] if PLACES.get(line.about) in parts else "main"
        line.is_recorded = line.about in recorded
    return agenda.lines


def recorded_in(agenda: Agenda, roll: Roll, *, all_keep_rules: bool) -> set[str]:
    """Return what the lines of the agenda are about that have their records: so their marks fill as people save."""
    discussions = agenda.discussions
    complete = {
        About.CHECK_IN: bool(roll.members) and not roll.unmarked,
        About.GROUND_RULES: all_keep_rules,
        About.MINUTES: to_approve(agenda.last) is None,
        About.FEEDBACK: not agenda.due and not agenda.looks_due,
        About.ANSWERS: all(each.reported_at_id for each in agenda.evidence),
        About.CASE: bool(discussions) and all(each.notes for each in discussions),
        About.NEXT_STEPS: bool(discussions) and all(each.next_steps.all() for each in discussions),
        About.LEARNING: bool(discussions) and all(each.case.learning for each in discussions),
    }
    return {about for about, is_complete in complete.items() if is_complete}
