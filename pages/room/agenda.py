"""The agenda at the side of the room's page: each line links to the part of the page that it is about."""

from meetings.agenda import About
from pages.agenda import Agenda, Line

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


def lines_of(agenda: Agenda, parts: set[str]) -> list[Line]:
    """Return the lines of `agenda`, each with the `place` on the page that it links to: the top, for lines without one."""
    for line in agenda.lines:
        line.place = PLACES[line.about] if PLACES.get(line.about) in parts else "main"
    return agenda.lines
