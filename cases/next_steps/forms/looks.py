"""The form that says how a case is some months after it was presented."""

from django import forms

from cases.next_steps.models import LaterLook
from kit.forms import Form
from kit.privacy.fields import CaseProse


class LaterLookForm(Form):
    """How it is now, and a few words if somebody wants to add them."""

    button = "Save"
    leave = "Cancel"

    outcome = forms.ChoiceField(
        label="How is it now?",
        choices=LaterLook.Outcome,
        widget=forms.RadioSelect(attrs={"class": "choice"}),
        help_text="“Held steady” counts as success.",
        error_messages={"required": "Choose how it is now"},
    )
    words = CaseProse(label="Details (optional)", required=False, rows=3, max_length=2000)

    def __init__(self, *args, look: LaterLook, **kwargs):
        initial = {"outcome": look.outcome, "words": look.words} if look.pk else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.read = [look]
