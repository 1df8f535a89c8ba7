"""The months that the figures of what helps are shown for."""

from datetime import date

from django import forms

from cases.suggested import Period


def months(first: date, last: date) -> list[date]:
    """The first day of each month from `first` to `last`."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _read(month: str) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None


class PeriodForm(forms.Form):
    """From one month to another; nothing chosen is the whole programme."""

    def __init__(self, *args, months: list[date], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months]
        for name, label, open_end in (("from", "From", "the beginning"), ("to", "To", "the end")):
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", open_end), *choices],
                error_messages={"invalid_choice": "Choose a month from the list"},
            )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and first > last:
            self.add_error("to", "Choose a month that is not before the first one")
        return cleaned

    @property
    def period(self) -> Period:
        """The period of a valid form."""
        return Period(_read(self.cleaned_data["from"]), _read(self.cleaned_data["to"]))
