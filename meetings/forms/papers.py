"""The minutes."""

from django import forms

from copsite.kit.forms import ProseField


class MinutesForm(forms.Form):
    """The written record of a meeting, and the version that the writer began from."""

    minutes = ProseField(
        label="Minutes",
        rows=18,
        required=False,
        help_text="What was decided, in a few lines. No names of people you work with, no streets. "
        "An empty line begins a new paragraph.",
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
