"""Forms of a site that sees an issue too: how often it came up there, and a line of words to be checked."""

from django import forms
from django.utils import timezone

from cases.clearance.asking_forms import QUESTIONS
from cases.clearance.checker_forms import CHECKER_FIELDS, ChoosesCheckers
from cases.clearance.forms import CorrectionForm
from cases.clearance.models import Audience
from cases.commissioning.models import MOST_TIMES
from kit.days.fields import DayField
from kit.days.reading import Leaning
from kit.forms import Form
from kit.privacy.outward import LeavesTheSite, OutwardProse
from sites_app.forms import number_field

MOST_IN_LINE = 500  # characters


class AddSiteForm(Form):
    """That a site sees an issue too: how often it came up there, and when its group said so."""

    button = "Save"
    leave = "Cancel"

    times = number_field(
        "How many times has it come up at your site?",
        help_text="Roughly, in cases and in what members say. One is enough.",
        most=MOST_TIMES,
    )
    on = DayField(
        leaning=Leaning.PAST,
        label="When did your group say so?",
        error_messages={"required": "Enter the date"},
    )

    def clean_on(self):
        """Refuse a day in the future."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("Choose today or an earlier day")
        return self.cleaned_data["on"]


class SendLineForm(LeavesTheSite, ChoosesCheckers, CorrectionForm):
    """A line of words of a site that sees an issue too, for readers outside the site."""

    button = "Send for checking"
    leave = "Cancel"

    words = OutwardProse(
        label="What does your group say?",
        rows=3,
        max_length=MOST_IN_LINE,
        help_text="What happens at your site, in a sentence or two. Do not describe one person: nobody must be identifiable.",
        error_messages={"required": "Enter what your group says"},
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=[
            (Audience.COMMISSIONERS, "Members and commissioners of every site"),
            (Audience.PUBLIC, "Everyone"),
        ],
        initial=Audience.COMMISSIONERS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, offered: list[Audience], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        field.choices = [pair for pair in field.choices if pair[0] in offered]  # type: ignore[attr-defined]

    def content(self) -> dict:
        """Return the words as they are in the form now."""
        return {"words": self.value_now("words")}

    @property
    def facts(self) -> dict:
        """Return the arguments of `send_line_for_checking`."""
        others = {*QUESTIONS, *CHECKER_FIELDS}
        words = {name: value for name, value in self.cleaned_data.items() if name not in others}
        return {**words, "answers": self.answers, "checkers": self.checkers}
