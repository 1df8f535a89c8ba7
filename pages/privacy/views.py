"""Pages that remove words for good: of a case, and of everything written at a meeting."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render

from cases.models import Case
from cases.views.cases import read_case
from kit.forms import Form, accepted, form_for, status_of
from kit.http import form_view, require_perm
from kit.words import count
from pages.privacy.register import WordsOf
from pages.privacy.striking import Outcome, look_for, remove
from pages.room.access import meeting_run_by


class StrikeForm(Form):
    """The words to remove, what the person has seen of where they stand, and which places they ticked."""

    has_base = False  # words that are to be removed are kept nowhere, not as a draft either

    button = "Find this text"
    leave = "Cancel"

    words = forms.CharField(
        label="Text to remove",
        max_length=200,
        help_text="Every form of it is found: in capitals or not, with accents or not, with any apostrophe. "
        "We do not keep a copy of what you enter here.",
        error_messages={"required": "Enter the text to remove"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    inside = forms.BooleanField(
        required=False,
        label="Also look inside longer words",
        help_text="“Ann” is then found in “planning” too.",
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    remove = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    @property
    def facts(self) -> dict:
        """What to look for."""
        return {"words": self.cleaned_data["words"], "inside": self.cleaned_data["inside"]}


@form_view
def case_strike(request, pk):
    """Remove words from everything about a case."""
    case = read_case(request, pk)
    require_perm(
        request.user,
        "cases.strike_words",
        case,
        "Only the facilitator of the site or the programme team can remove text. Ask them.",
    )
    return _strike(request, case, WordsOf.case(case), {"case": case, "site": case.site})


@form_view
def room_strike(request, pk):
    """Remove words from everything written at a meeting."""
    meeting = meeting_run_by(request.user, pk)
    reach = WordsOf.meeting(meeting, cases=Case.objects.read_by(request.user))
    return _strike(request, meeting, reach, {"meeting": meeting, "site": meeting.site})


def _strike(request, subject, reach: WordsOf, context: dict):
    """Ask for the words, show every place where they stand, and remove them from those that were ticked."""
    form = form_for(request, StrikeForm)
    outcome = accepted(form, look_for, reach=reach, by=request.user, error_on="words")
    chosen = set(outcome.contexts) if outcome else set()
    if outcome and (seen := form.cleaned_data["seen"]):
        chosen &= set(form.cleaned_data["remove"] or [])
        removed = accepted(
            form, remove, reach=reach, subject=subject, by=request.user, chosen=chosen, seen=seen
        )
        if removed:
            _tell(request, removed)
            return redirect(subject)
    context |= {"form": form, "outcome": outcome, "chosen": chosen, "subject": subject}
    return render(request, "pages/privacy/strike.html", context, status=status_of(form))


def _tell(request, outcome: Outcome) -> None:
    """Add the messages that say what was removed, and what could not be."""
    times = count(outcome.number, "place", "places")
    messages.success(request, f"Removed from {times}, including older versions and drafts.")
    if outcome.sent_again:
        texts = count(outcome.sent_again, "text was", "texts were")
        messages.info(request, f"Without these words, {texts} sent for checking again.")
    messages.warning(request, "We could not remove it from: " + " ".join(outcome.beyond))
