"""Form fields for text about people, which refuse text that identifies somebody."""

from typing import Any

from django import forms

from kit.forms import ProseField
from kit.lines import tidy_text
from kit.privacy.identifiers import refused_passages

MARKED = {"data-marks": True}  # the page's script marks what may identify somebody, as it is typed
ROOM_RULES = "Do not include names, initials, dates of birth or addresses. “A man in his forties” is enough."


def refuse_identifiers(text: str) -> None:
    """Raise ValidationError if `text` has a phone number, an e-mail address, a postcode or an NHS or NI number
    in it.
    """
    if sentences := refused_passages(text):
        raise forms.ValidationError(sentences)


class CaseProse(ProseField):
    """A longer text about a case. Line endings are normalised, so that saving it unchanged changes nothing."""

    default_validators = [refuse_identifiers]

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), **MARKED}


class CaseLine(forms.CharField):
    """One line of text about a case."""

    default_validators = [refuse_identifiers]

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        if self.max_length:
            self.error_messages["max_length"] = (
                f"This is longer than {self.max_length} characters. Shorten it."
            )

    def to_python(self, value):
        return tidy_text(super().to_python(value) or "")

    def widget_attrs(self, widget):
        # no maxlength in the page: browsers would cut pasted text silently
        return {**MARKED}


def has_marks(form: Any) -> bool:
    """Return whether a form has a field in which marks are shown as one types."""
    return any("data-marks" in field.widget.attrs for field in form.fields.values())
