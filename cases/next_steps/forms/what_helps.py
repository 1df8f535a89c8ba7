"""The forms to choose the months, or the published period, that the figures of what helps cover."""

from datetime import date

from django import forms

from cases.next_steps.models import WhatHelpsFigures
from cases.next_steps.tallies import Period
from kit import words
from kit.forms import Form

OPEN_ENDS = {"from": ("start", "the beginning"), "to": ("end", "now")}


def _read(month: str) -> date | None:
    return None if month in ("start", "end") else date.fromisoformat(f"{month}-01")


class PeriodForm(Form):
    """The first and last month. Leaving both open covers the whole programme."""

    def __init__(self, asked, *, months: list[date], has_ended: bool):
        super().__init__({name: asked.get(name) or end for name, (end, _) in OPEN_ENDS.items()})
        choices = [(f"{month:%Y-%m}", words.month(month)) for month in months]
        for name, (end, end_in_words) in OPEN_ENDS.items():
            self.fields[name] = forms.ChoiceField(
                label=name.capitalize(),
                choices=[(end, "the end" if has_ended and name == "to" else end_in_words), *choices],
                error_messages={"invalid_choice": "Choose a month from the list"},
            )

    def clean(self):
        cleaned = super().clean()
        first, last = (_read(cleaned.get(name, end)) for name, (end, _) in OPEN_ENDS.items())
        if first and last and first > last:
            self.add_error("to", "Choose a month that is not before the start")
        return cleaned

    @property
    def period(self) -> Period:
        """The period of a valid form."""
        return Period(_read(self.cleaned_data["from"]), _read(self.cleaned_data["to"]))


class PublishedPeriodForm(Form):
    """One of the published periods, the newest where none is asked for."""

    def __init__(self, asked, *, published: list[WhatHelpsFigures]):
        self.published = {f"{row.first_on:%Y-%m}": row for row in published}
        newest = next(iter(self.published), "")
        super().__init__({"period": asked.get("period") or newest})
        self.fields["period"] = forms.ChoiceField(
            label="Period",
            choices=[(name, row.period_in_words) for name, row in self.published.items()],
            required=bool(published),
            error_messages={"invalid_choice": "Choose a period from the list"},
        )

    @property
    def chosen(self) -> WhatHelpsFigures | None:
        """The period asked for, or None if there is none like it."""
        return self.published.get(self.cleaned_data["period"]) if self.is_valid() else None
