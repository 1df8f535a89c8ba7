"""Removing a name that was entered by mistake from everything written at a meeting, permanently."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render

from cases.commissioning.models import CommissionerIssue
from cases.models import Case, CaseMinutes, CaseMinutesCorrection
from cases.next_steps.models import Feedback, FeedbackCorrection, NextStep
from kit.errors import RefusedError
from kit.forms import Form, accepted, form_for, status_of
from kit.http import form_view
from kit.privacy.striking import strike
from kit.words import count
from knowledge.models import Question
from meetings.models import Meeting, MinutesCorrection
from pages.room.access import meeting_run_by


class StrikeForm(Form):
    """The words to remove."""

    button = "Permanently remove text"
    leave = "Cancel"

    passage = forms.CharField(
        label="Text to remove",
        max_length=200,
        help_text="Enter it exactly as it was typed. Capital letters do not matter. We do not keep a copy of what you enter here.",
        error_messages={"required": "Enter the text to remove"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def texts_of(meeting: Meeting, user) -> list:
    """Return everything written at `meeting` that `user` may read, as rows with the names of their text fields."""
    discussions = list(meeting.discussions.visible_to(user).select_related("case"))
    cases = Case.objects.filter(pk__in=[discussion.case_id for discussion in discussions])
    steps = NextStep.objects.filter(discussion__in=discussions)
    feedback = Feedback.objects.for_meeting(meeting).filter(next_step__in=NextStep.objects.visible_to(user))
    corrections = FeedbackCorrection.objects.filter(feedback__in=feedback)
    questions = Question.objects.visible_to(user).filter(meeting=meeting)
    written = Q(meeting=meeting) | Q(case__in=cases)  # what the log says goes into later minutes too
    parts = CaseMinutes.objects.visible_to(user).filter(written)
    return [
        (meeting, ["minutes"]),
        *((row, ["reason"]) for row in MinutesCorrection.objects.filter(meeting=meeting)),
        *((row, ["text"]) for row in parts),
        *((row, ["reason"]) for row in CaseMinutesCorrection.objects.filter(part__in=parts)),
        *((row, ["notes"]) for row in discussions),
        *((row, ["title", "shared_goal", "presentation", "learning"]) for row in cases),
        *((row, ["what"]) for row in steps),
        *((row, ["words"]) for row in feedback),
        *((row, ["words", "reason"]) for row in corrections),
        *((row, ["words"]) for row in CommissionerIssue.objects.filter(case__in=cases)),
        *((row, ["words"]) for row in questions),
    ]


@form_view
def room_strike(request, pk):
    """Remove words from everything written at a meeting."""
    meeting = meeting_run_by(request.user, pk)
    form = form_for(request, StrikeForm)
    if places := accepted(form, _strike, meeting=meeting, by=request.user, error_on="passage"):
        times = count(places, "place", "places")
        messages.success(request, f"Removed from {times}, including older versions and drafts.")
        return redirect(meeting)
    return render(
        request, "pages/room/strike.html", {"meeting": meeting, "form": form}, status=status_of(form)
    )


def _strike(passage: str, *, meeting: Meeting, by) -> int:
    """Remove `passage` everywhere at `meeting`, and return from how many places. Raise RefusedError if it is nowhere."""
    places = strike(passage, texts=texts_of(meeting, by), subject=meeting, by=by)
    if not places:
        raise RefusedError("This text was not found. Check how it was typed.")
    return places
