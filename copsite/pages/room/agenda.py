"""The agenda beside the room's page: when each line begins, which is now, and where on the page it leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from meetings.agenda import with_clock
from meetings.models import AgendaItem, Meeting

PLACES = [  # words of a line of the agenda, and the part of the page that it is about; the first that fits
    ("ground rules", "rules"),
    ("who", "roll"),
    ("did it help", "feedback"),
    ("next step", "steps"),
    ("what we learned", "learning"),
    ("evidence", "questions"),
    ("question", "questions"),
    ("case", "case"),
    ("close", "close"),
]


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
        Line(item, begins, begins + timedelta(minutes=item.minutes), _place(item.title, parts))
        for begins, item in with_clock(meeting.starts_at, list(meeting.agenda_items.all()))
    ]


def _place(title: str, parts: set[str]) -> str:
    fitting = (place for words, place in PLACES if words in title.lower() and place in parts)
    return next(fitting, "main")
