"""The form of the overview: the day that it is shown for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.forms.dates import AsAtForm
from pages.overview.row import refusal_of
from sites_app.models import Programme


class OverviewForm(AsAtForm):
    """The day for which the overview is shown, and the column by which it stays sorted."""

    sort = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_as_at(self):
        """Return the day. Refuse one before the programme and one to come."""
        as_at = self.cleaned_data["as_at"]
        if refusal := refusal_of(as_at, self.programme, timezone.localdate()):
            raise ValidationError(refusal, code="invalid")
        return as_at
