"""The agenda, line by line, and the minutes."""

from dataclasses import dataclass

from django import forms

from copsite.kit.forms import ProseField
from meetings.models import Meeting

SPARE_LINES = 3
MOST_LINES = 40


@dataclass(frozen=True)
class AgendaLine:
    """The three fields of one line."""

    number: int
    position: forms.BoundField
    title: forms.BoundField
    minutes: forms.BoundField


class AgendaForm(forms.Form):
    """The lines of the agenda of `meeting`, with some spare ones. Position numbers order them; an empty line goes."""

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        items = list(meeting.agenda_items.all())
        self.count = min(MOST_LINES, self._lines_sent() or len(items) + SPARE_LINES)
        for number in range(1, self.count + 1):
            item = items[number - 1] if number <= len(items) else None
            self.fields[f"position_{number}"] = forms.IntegerField(
                label=f"Position of line {number}",
                min_value=0,
                max_value=999,
                initial=number,
                required=False,
            )
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"Line {number}: what",
                max_length=160,
                initial=item.title if item else "",
                required=False,
            )
            self.fields[f"minutes_{number}"] = forms.IntegerField(
                label=f"Line {number}: minutes",
                min_value=1,
                max_value=480,
                initial=item.minutes if item else None,
                required=False,
            )

    def _lines_sent(self) -> int:
        """How many lines the page had that was sent."""
        names = [name for name in self.data if name.startswith("title_") and name[6:].isdecimal()]
        return max((int(name[6:9]) for name in names), default=0)

    @property
    def lines(self) -> list[AgendaLine]:
        """The lines for the page."""
        return [
            AgendaLine(number, self[f"position_{number}"], self[f"title_{number}"], self[f"minutes_{number}"])
            for number in range(1, self.count + 1)
        ]

    def clean(self):
        cleaned = super().clean()
        found = []
        for number in range(1, self.count + 1):
            title = cleaned.get(f"title_{number}")
            minutes = cleaned.get(f"minutes_{number}")
            if title and minutes is None and f"minutes_{number}" not in self.errors:
                self.add_error(f"minutes_{number}", f"Line {number}: how many minutes?")
            elif title and minutes:
                position = cleaned.get(f"position_{number}")
                found.append((number if position is None else position, number, title, minutes))
        if not found and not self.errors:
            self.add_error("title_1", "Write what comes first")
        self.items = [(title, minutes) for _, _, title, minutes in sorted(found)]
        return cleaned


class MinutesForm(forms.Form):
    """The written record of a meeting, and the version that the writer began from."""

    minutes = ProseField(
        label="Minutes",
        rows=18,
        required=False,
        help_text="What was decided, in a few lines. No names of people you work with, no streets. "
        "An empty line begins a new paragraph.",
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
