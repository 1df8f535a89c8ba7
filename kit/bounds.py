"""Bounds on what a form takes, asked before anything else reads it.

Django runs the bound on a length as one validator among others: by then the text was searched by every pattern of its
field. A form with the mixin `Bounded` refuses it first, whatever the class of the field.
"""

from collections.abc import Callable, Iterator

from django import forms
from django.core.exceptions import ValidationError

from kit.lines import tidy_address, tidy_line

MOST_IN_A_LINE = 2_000  # characters, in a text whose field says no bound of its own
MOST_IN_A_VALUE = 200  # characters, in a number, a day or a choice
MOST_IN_A_NUMBER = 60  # digits; no column holds as many
LARGEST_NUMBER = 2_147_483_647  # that fits a column of either database
MOST_VALUES = 500  # of one field: no list on a page has more
MOST_DIGITS = 18  # of the number of a row: with more, it may be larger than either database holds
MOST_BYTES_SENT = (
    12_000_000  # in one request: twice the largest file that a form takes, so that the form can refuse it
)
LONGEST_LINE = 5_000  # characters of a line that is tidied; anything longer is refused
SHOWN = 40  # characters of a choice that is none, in the sentence about it


def number_in(text: str | None, *, digits: int = MOST_DIGITS) -> int | None:
    """Return the whole number that `text` says, such as that of a row in what was sent. None for anything else, and
    for more than `digits`: neither `int` nor a column takes any length.
    """
    return int(text) if text and len(text) <= digits and text.isdecimal() else None


def refuse_beyond_bounds(field: forms.Field, value) -> None:
    """Raise ValidationError if `value`, as it was sent for `field`, is longer than the field can use.

    A text is measured as it will be kept: without spaces around it if the field strips them, and with one character
    for the end of a line.
    """
    if isinstance(value, list | tuple):
        if len(value) > MOST_VALUES:
            raise ValidationError(f"Choose {MOST_VALUES} or fewer.", code="too_many")
        for each in value:
            refuse_beyond_bounds(field, each)
    elif isinstance(value, str) and len(value) > (most := most_in(field)):
        kept = value.strip() if getattr(field, "strip", True) else value
        if len(kept) - kept.count("\r\n") > most:
            raise _refusal(field, value, most)


def most_in(field: forms.Field) -> int:
    """Return how many characters `field` takes: its own `max_length`, or what its kind needs at most."""
    if isinstance(field, forms.CharField):
        own: int | None = getattr(field, "max_length", None)
        return own if own is not None else int(getattr(field, "most", MOST_IN_A_LINE))
    return MOST_IN_A_NUMBER if isinstance(field, forms.IntegerField) else MOST_IN_A_VALUE


def _refusal(field: forms.Field, value: str, most: int) -> ValidationError:
    """Return the error that the field itself has for such a value, without repeating all of it."""
    for code in ("invalid_choice", "invalid"):
        if not isinstance(field, forms.CharField) and code in field.error_messages:
            shown = f"{value[:SHOWN]}…"
            return ValidationError(
                field.error_messages[code], code=code, params={"value": shown, "pk": shown}
            )
    said = field.error_messages.get("max_length")
    return ValidationError(
        said or f"This is longer than {most:,} characters. Shorten it.",
        code="max_length",
        params={"limit_value": most, "show_value": len(value)},
    )


def tidied(sent: str, widget: forms.Widget) -> str:
    """Return what was typed in a field of one line as it is kept. Passwords and longer texts stay as they were sent."""
    kind = getattr(widget, "input_type", "") if len(sent) <= LONGEST_LINE else ""
    if kind == "email":
        return tidy_address(sent)
    return tidy_line(sent) if kind in ("text", "url", "tel", "search") else sent


class Bounded:
    """A mixin that refuses what is beyond the bounds of its field before the field reads it.

    What was typed stays in the form. Fields that are refused so are not cleaned, and do not count as changed.
    """

    add_error: Callable  # of Django's forms

    _beyond: frozenset[str] = frozenset()

    def _clean_fields(self):
        for name, bound in super()._bound_items():  # type: ignore[misc]  # private, so the stubs leave it out
            if bound.field.disabled:
                continue
            try:
                refuse_beyond_bounds(bound.field, bound.data)
            except ValidationError as error:
                self._beyond |= {name}
                self.add_error(name, error)
        self._within_bounds()
        super()._clean_fields()  # type: ignore[misc]  # private, so the stubs leave it out

    def _widget_data_value(self, widget, html_name):
        """Return what was sent for a field, without what is invisible: it is read, compared and shown again so."""
        sent = super()._widget_data_value(widget, html_name)  # type: ignore[misc]  # private, so the stubs leave it out
        return tidied(sent, widget) if isinstance(sent, str) else sent

    def _within_bounds(self) -> None:
        """Do what a form has to do with all that was sent, once nothing that is too long is among it."""

    def _bound_items(self) -> Iterator:
        """Yield the fields that Django is to clean."""
        items = super()._bound_items()  # type: ignore[misc]  # private, so the stubs leave it out
        return ((name, bound) for name, bound in items if name not in self._beyond)
