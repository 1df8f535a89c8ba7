"""The form to choose the case of a meeting."""

from django import forms
from django.utils import timezone

from cases.models import Case, Discussion
from kit.days.fields import DayField
from kit.days.reading import Leaning
from kit.forms import Form
from meetings.models import Meeting


class ChooseForm(Form):
    """One of the cases offered, and the day by which its presenters complete it."""

    case = forms.ModelChoiceField(
        Case.objects.none(),
        label="Which case?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose a case",
            "invalid_choice": "Choose one of these cases. That case is no longer offered.",
        },
    )
    template_by = DayField(label="Complete the case by", required=False, leaning=Leaning.COMING)

    def __init__(self, *args, meeting: Meeting, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["case"].queryset = cases
        if meeting.has_started:
            del self.fields["template_by"]
        else:
            self.fields["template_by"].initial = Discussion(meeting=meeting).fill_in_by

    def clean_template_by(self):
        """Refuse a day in the past or after the meeting."""
        by = self.cleaned_data["template_by"]
        if by and by < timezone.localdate():
            raise forms.ValidationError("This date is in the past. Choose today or a later date.")
        if by and by > self.meeting.day:
            raise forms.ValidationError(
                "The case must be complete before the meeting. Choose an earlier day."
            )
        return by
