"""The form of an agenda: its lines in order, their lengths, guests. Moving a line does not save it yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from kit.bounds import number_in
from kit.editing.opened import Compared
from kit.forms import Form
from meetings.agenda import Entry
from meetings.models import AgendaItem, Visit

MOST_LINES = 40
About = AgendaItem.About


@dataclass
class Row:
    """A line on the page, filled in or not. `was` is the length that was shown when the page was opened."""

    key: int
    title: str = ""
    about: str = About.OTHER
    minutes_long: str | int = ""
    was: str | int = ""
    is_set: bool = False  # the length was set by hand


def rows_sent(data) -> list[Row]:
    """Return the rows of a page that was sent, in their order on the page."""
    keys = [key for line in data.getlist("line") if (key := number_in(line, digits=3)) is not None]
    return [
        Row(
            key,
            data.get(f"title_{key}", ""),
            data.get(f"about_{key}", ""),
            data.get(f"minutes_{key}", ""),
            data.get(f"was_{key}", ""),
            data.get(f"set_{key}", "") == "1",
        )
        for key in dict.fromkeys(keys)
    ][:MOST_LINES]


def with_empty_row(rows: list[Row]) -> list[Row]:
    """Return `rows` with an empty one at the end, to add a line."""
    if (rows and not rows[-1].title.strip() and not rows[-1].minutes_long) or len(rows) >= MOST_LINES:
        return rows
    return [*rows, Row(max((row.key for row in rows), default=0) + 1)]


@dataclass(frozen=True)
class Moved:
    """The result of a button on the page: the rows afterwards, and a sentence about it."""

    rows: list[Row]
    words: str
    key: int = 0  # of the line it was about, if it still exists
    button: str = ""


def moved(data) -> Moved | None:
    """Return the rows after the button Up, Down, Take out or Add a line, or None if another button was pressed."""
    rows = rows_sent(data)
    button = next((name for name in ("up", "down", "out", "another") if name in data), "")
    if not button:
        return None
    if button == "another":
        rows.append(Row(max((row.key for row in rows), default=0) + 1))
        return Moved(rows[:MOST_LINES], "You can add one more item.", rows[-1].key, button)
    place = next((place for place, row in enumerate(rows) if str(row.key) == data[button]), None)
    if place is None:
        return Moved(rows, "That item has already been removed.")
    row = rows.pop(place)
    name = f"“{row.title}”" if row.title else "The empty item"
    if button == "out":
        return Moved(rows, f"{name} will be removed when you save.")
    to = min(max(0, place + (-1 if button == "up" else 1)), len(rows))
    rows.insert(to, row)
    return Moved(rows, f"{name} will be item {to + 1} when you save.", row.key, button)


def _said(rows: Iterable[Row]) -> list[str]:
    """Return the lines of an agenda as texts, to compare them."""
    return [
        f"{row.title.strip()}: {row.minutes_long}" for row in rows if row.title.strip() or row.minutes_long
    ]


def _entry(row: Row) -> Entry:
    return Entry(row.title, row.about, int(row.minutes_long) if row.is_set and row.minutes_long else None)


class AgendaForm(Form):
    """The lines of an agenda as `rows`, and its guests. Lengths that nobody set follow that of the meeting."""

    guest = forms.CharField(label="Name of the guest", max_length=120, required=False)
    capacity = forms.ChoiceField(
        label="Coming as",
        choices=[choice for choice in Visit.Capacity.choices if choice[0] != Visit.Capacity.KNOWLEDGE_BROKER]
        + [(Visit.Capacity.KNOWLEDGE_BROKER.value, Visit.Capacity.KNOWLEDGE_BROKER.label)],
        initial=Visit.Capacity.GUEST_SPEAKER,
        required=False,
    )
    not_coming = forms.ModelMultipleChoiceField(
        Visit.objects.none(), label="Visitors not coming", required=False
    )

    def __init__(
        self, *args, rows: Iterable[Row], saved: Iterable[Row], visits: Iterable[Visit] = (), **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.saved, self.keeps_saved_lines = list(saved), False
        self.rows = with_empty_row(list(rows))
        self.fields["not_coming"].queryset = Visit.objects.filter(pk__in=[visit.pk for visit in visits])
        for number, row in enumerate(self.rows, start=1):
            self.fields[f"title_{row.key}"] = forms.CharField(
                label=f"Item {number}: title", max_length=160, required=False, initial=row.title
            )
            self.fields[f"minutes_{row.key}"] = forms.IntegerField(
                label=f"Item {number}: minutes",
                min_value=1,
                max_value=480,
                required=False,
                initial=row.minutes_long,
            )

    def based_fields(self) -> dict[str, forms.Field]:
        """Return nothing: the lines are compared as a whole, and visitors are only added or taken away."""
        return {}

    def wholes(self) -> list[Compared]:
        """Return the lines in their order."""
        return [
            Compared("lines", _said(self.saved), sent=_said(self.rows), keep_saved=self._keep_saved_lines)
        ]

    def _keep_saved_lines(self) -> None:
        self.keeps_saved_lines = True

    @property
    def facts(self) -> dict:
        """Return the lines to save, and the guests."""
        visits = {name: self.cleaned_data[name] for name in ("not_coming", "guest", "capacity")}
        return {"entries": list(self.entries), **visits}

    @property
    def lines(self) -> list[dict]:
        """Return each row with its two fields, for the page."""
        return [
            {"row": row, "title": self[f"title_{row.key}"], "length": self[f"minutes_{row.key}"]}
            for row in self.rows
        ]

    def clean(self):
        cleaned = super().clean()
        self.entries = []
        if self.keeps_saved_lines:
            self.entries = [_entry(row) for row in self.saved]
            return cleaned
        for row in self.rows:
            title, length = cleaned.get(f"title_{row.key}"), cleaned.get(f"minutes_{row.key}")
            if title:
                self.entries.append(Entry(title, self._about(row), self._length(row, length)))
            elif length and f"title_{row.key}" not in self.errors:
                self.add_error(
                    f"title_{row.key}", f"Enter what the {length} minutes are for, or remove the item"
                )
        if not self.entries and not self.errors and self.rows:
            self.add_error(f"title_{self.rows[0].key}", "Enter the first item")
        return cleaned

    @staticmethod
    def _about(row: Row) -> str:
        return row.about if row.about in About.values else About.OTHER

    @staticmethod
    def _length(row: Row, length: int | None) -> int | None:
        """Return the length that was typed, or None where it follows the meeting or was emptied."""
        return None if not row.is_set and str(length) == str(row.was) else length
