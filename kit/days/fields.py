"""The fields for a day and for a time of day, and the form that shows back what it read before it counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.text import format_lazy

from kit import words
from kit.dates import month_of, months_after
from kit.days.bank_holidays import remark
from kit.days.reading import (
    EARLIEST,
    LATEST,
    Leaning,
    NotRead,
    Reading,
    moment,
    understand_clock,
    understand_day,
)
from kit.editing.opened import Opened

READ_BACK = "read_back"  # the code of the error


def example_day() -> str:
    """Return a day of the coming month as an example of how to write one: 5 December 2012 in November 2012."""
    return words.day(months_after(month_of()).replace(day=5))


EXAMPLE_DAY = lazy(example_day, str)()  # evaluated when a page is rendered, so it is always current


class _Understood(forms.Field):
    """A field whose text is read by `understand`, which says too whether all of it was written."""

    def understand(self, text: str) -> Reading:
        """Return what `text` says. Raise ValidationError if it says nothing, or nothing that there is."""
        try:
            return self._read(text)
        except NotRead as refusal:
            raise ValidationError(
                refusal.sentence or self.error_messages["invalid"], code="invalid"
            ) from None

    def _read(self, text: str) -> Reading:
        raise NotImplementedError

    def to_python(self, value):
        """Return what was typed as a date or a time, or None."""
        if value in self.empty_values or isinstance(value, date | time):
            return value or None
        return self.understand(str(value)).value


class DayInput(forms.TextInput):
    """A text input with a button for a calendar, where there is a script."""

    template_name = "kit/widgets/day.html"


class DayField(_Understood):
    """A date, typed as text, with a calendar beside it where there is a script. Native date inputs alone follow the
    browser's locale, month first in some; this one does not.

    `leaning` says which year is meant where none is typed; without it the year is asked for. `nation` is whose bank
    holidays are remarked on. `hint` is the text to show before the example.
    """

    widget = DayInput(attrs={"class": "w-n10", "autocomplete": "off"})
    default_error_messages = {"invalid": format_lazy("Enter the date like this: {}", EXAMPLE_DAY)}

    def __init__(self, *, leaning: Leaning | None = None, nation: str = "", hint: str = "", **kwargs):
        self.leaning, self.nation = leaning, nation
        kwargs.setdefault("help_text", format_lazy("{}For example, {}", hint and f"{hint} ", EXAMPLE_DAY))
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """Return what the script reads that shows the day back."""
        return {"data-typed": "day", "data-leaning": self.leaning.value if self.leaning else ""}

    def remark_on_bank_holidays(self, nation: str) -> None:
        """Remark on bank holidays of `nation` where a day is shown back."""
        self.nation = nation
        self.widget.attrs["data-nation"] = nation

    def _read(self, text: str) -> Reading:
        reading = understand_day(text, leaning=self.leaning)
        notes = [reading.note, remark(reading.value, self.nation) if self.nation else ""]  # type: ignore[arg-type]
        return replace(reading, note=" ".join(filter(None, notes)))

    def to_python(self, value):
        """Return the date that was typed, or None."""
        day = super().to_python(value)
        if day and not EARLIEST <= day.year <= LATEST:
            raise ValidationError(f"Enter a year between {EARLIEST} and {LATEST}.", code="invalid")
        return day

    def prepare_value(self, value):
        """Return a date as people write it."""
        return words.day(value) if isinstance(value, date) else value


class ClockField(_Understood):
    """A time of day, typed as text."""

    widget = forms.TextInput(attrs={"class": "w-n4", "autocomplete": "off"})
    default_error_messages = {"invalid": "Enter the time like this: 2:00pm"}

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "For example, 2:00pm")
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """Return what the script reads that shows the time back."""
        return {"data-typed": "clock"}

    def _read(self, text: str) -> Reading:
        return understand_clock(text)

    def prepare_value(self, value):
        """Return a time as people write it."""
        return words.clock(value) if isinstance(value, time) else value


class ReadsBack(Opened):
    """A mixin for forms that show back in full what was typed short, before it counts.

    "23 Feb" is put into the field as 23 February 2027, and the form is refused once with the day of the week. Pressing its
    button again saves it. Where there is a script, the page has done so while the person typed.
    """

    data: Any
    fields: dict[str, forms.Field]
    errors: Any
    add_error: Callable

    # whether the page that comes next shows the days before anything is saved, so that this form need not
    shows_days_next: bool = False

    @property
    def only_reads_back(self) -> bool:
        """Whether nothing is wrong with what was sent, except that it has to be shown first."""
        codes = {error.code for errors in self.errors.as_data().values() for error in errors}
        return codes == {READ_BACK}

    def _clean_form(self) -> None:
        super()._clean_form()
        for name, field in self.fields.items():
            if isinstance(field, _Understood) and not field.disabled:
                self._read_back(name, field)

    def _read_back(self, name: str, field: _Understood) -> None:
        typed = self[name].data  # type: ignore[index]
        try:
            reading = field.understand(typed) if typed and isinstance(typed, str) else None
        except ValidationError:
            return
        if reading is None or reading.is_full:
            return
        self._put(self.add_prefix(name), [field.prepare_value(reading.value)])  # type: ignore[attr-defined]
        if name not in self.errors and not self.shows_days_next:
            self.add_error(name, ValidationError(_sentence(typed, reading), code=READ_BACK))


def moment_of(form: forms.BaseForm, *, day: date | None, at: time | None, error_on: str) -> datetime | None:
    """Return the moment of a day and a time, or None where one of them is missing. One that there is not, or twice, at the
    change of the clocks is an error of the field `error_on`.
    """
    if not day or not at:
        return None
    try:
        return moment(day, at)
    except NotRead as refusal:
        if error_on not in form.errors:
            form.add_error(error_on, refusal.sentence)
        return None


def _sentence(typed: str, reading: Reading) -> str:
    """Return what a person reads who typed a day or a time short."""
    note = f" {reading.note}" if reading.note else ""
    return f"You typed “{typed.strip()}”. That is {reading.shown}. Press the button again if this is right.{note}"
