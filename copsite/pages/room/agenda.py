"""The agenda beside the room's page: when each line begins, which is now, and where on the page it leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from meetings.agenda import About, with_clock
from meetings.models import AgendaItem, Meeting

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


@dataclass(frozen=True)
class Line:
    """One line of the agenda."""

    item: AgendaItem
    begins: datetime
    ends: datetime
    place: str

    @property
    def state(self) -> str:
        """Done, now, or nothing for what is to come."""
        now = timezone.now()
        return "done" if self.ends <= now else "now" if self.begins <= now else ""


def lines_of(meeting: Meeting, parts: set[str]) -> list[Line]:
    """The agenda of `meeting`; a line leads to the part it is about where the page has that, else to the top."""
    return [
        Line(item, begins, begins + timedelta(minutes=item.minutes), _place(item.about, parts))
        for begins, item in with_clock(meeting, list(meeting.agenda_items.all()))
    ]


def _place(about: str, parts: set[str]) -> str:
    return PLACES[about] if PLACES.get(about) in parts else "main"
