"""The form for a member's reply to a date."""

from django import forms

from kit.forms import Form
from meetings.models import Reply


class ReplyForm(Form):
    """Whether a member is coming, or who is coming in their place."""

    coming = forms.ChoiceField(
        label="Are you coming?", choices=Reply.Coming.choices, widget=forms.RadioSelect
    )
    stand_in_name = forms.CharField(
        label="Name of the person coming",
        max_length=120,
        required=False,
        help_text="If someone is coming in your place",
    )

    def clean(self):
        cleaned = super().clean()
        wants_a_name = cleaned.get("coming") == Reply.Coming.STAND_IN and "stand_in_name" not in self.errors
        if wants_a_name and not (cleaned.get("stand_in_name") or "").strip():
            self.add_error("stand_in_name", "Enter the name of the person coming in your place")
        return cleaned
