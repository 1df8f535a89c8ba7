"""The agenda beside the room's page: each line, and where on the page it leads."""

from meetings.agenda import About
from pages.agenda import Agenda, Line

PLACES = {  # what a line is about, and the part of the page that it leads to
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
    """The lines of `agenda`, each with the `place` on the page that it leads to; the top, where the page has no such part."""
    for line in agenda.lines:
        line.place = PLACES[line.about] if PLACES.get(line.about) in parts else "main"
    return agenda.lines
