"""Pages that remove words for good: of a case, and of everything written at a meeting."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render

from cases.models import Case
from cases.views.cases import read_case
from kit.forms import Form, accepted, form_for, status_of
from kit.http import form_view, require_perm
from kit.privacy.striking import strikable
from kit.words import count
from pages.privacy.register import WordsOf
from pages.privacy.striking import Outcome, look_for, remove
from pages.room.access import meeting_run_by


class StrikeForm(Form):
    """The words to remove, and whether the person has seen where they stand."""

    button = "Find this text"
    leave = "Cancel"

    passage = forms.CharField(
        label="Text to remove",
        max_length=200,
        help_text="Capital letters, accents and spaces do not matter. We do not keep a copy of what you enter here.",
        error_messages={"required": "Enter the text to remove"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    inside = forms.BooleanField(
        label="Also where it is part of a longer word",
        required=False,
        help_text="Ann is then removed from planning too.",
    )
    seen = forms.BooleanField(required=False, widget=forms.HiddenInput)


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
    """Ask for the words, show every place where they stand, and remove them once that was seen."""
    form = form_for(request, StrikeForm)
    outcome = accepted(
        form, _look_or_remove, reach=reach, subject=subject, by=request.user, error_on="passage"
    )
    if outcome and form.cleaned_data["seen"]:
        _tell(request, outcome)
        return redirect(subject)
    context |= {"form": form, "outcome": outcome, "subject": subject}
    return render(request, "pages/privacy/strike.html", context, status=status_of(form))


def _look_or_remove(passage: str, *, inside: bool, seen: bool, reach: WordsOf, subject, by) -> Outcome:
    """Return where `passage` stands; remove it if the places were seen."""
    found = strikable(passage, inside=inside)
    if seen:
        return remove(found, reach=reach, subject=subject, by=by)
    return look_for(found, reach=reach, by=by)


def _tell(request, outcome: Outcome) -> None:
    """Add the messages that say what was removed, and what could not be."""
    times = count(outcome.number, "place", "places")
    messages.success(request, f"Removed from {times}, including older versions and drafts.")
    if outcome.sent_again:
        texts = count(outcome.sent_again, "text was", "texts were")
        messages.info(request, f"Without these words, {texts} sent for checking again.")
    messages.warning(request, "We could not remove it from: " + " ".join(outcome.beyond))
