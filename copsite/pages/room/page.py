"""The page of the room, composed of what four apps know of the meeting, and the one form on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.actions.cases import note_readings
from cases.models import Case, CommissionerIssue, Feedback
from copsite.kit.errors import RefusedError
from copsite.kit.http import form_view, require_perm
from copsite.pages.room.agenda import lines_of
from copsite.pages.room.form import RoomForm
from copsite.pages.room.saving import save_all
from knowledge.models import Question
from meetings.models import Meeting

ALWAYS = {"rules", "roll", "feedback", "close"}
WITH_A_CASE = {"case", "steps", "learning", "questions"}


def meeting_of(request, pk) -> Meeting:
    """The meeting with this id, if this person knows of it and runs its room."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("site__programme"), pk=pk
    )
    require_perm(request.user, "meetings.open_room", meeting)
    return meeting


@form_view
def meeting_room(request, pk):
    meeting = meeting_of(request, pk)
    if request.method != "POST" and (meeting.is_closed or meeting.is_cancelled):
        messages.info(request, "The room of this meeting is closed. What was written stands on this page.")
        return redirect(meeting)
    form = RoomForm(request.POST or None, meeting=meeting, user=request.user)
    conflicts = {}
    if request.method == "POST" and form.is_valid():
        try:
            refuse_closed(meeting)
            conflicts = save_all(meeting, form, by=request.user)
        except RefusedError as error:
            form.add_error(None, error.sentence)
        else:
            if not conflicts:
                return redirect(after(request, meeting))
            form = RoomForm(meeting=meeting, user=request.user, conflicts=conflicts)
    status = 409 if conflicts else 422 if form.errors else 200
    return render(request, "pages/room.html", context_of(request, meeting, form), status=status)


def refuse_closed(meeting: Meeting) -> None:
    """Raise RefusedError where nothing more is written in this room."""
    if meeting.is_closed or meeting.is_cancelled:
        raise RefusedError(
            "This meeting was closed while you were writing. Copy your words to the page of the case or the minutes."
        )


def after(request, meeting: Meeting) -> str:
    """Where a save leads: on to closing, or back into the room where the button was."""
    if "close" in request.POST:
        return reverse("meetings:meeting_close", args=[meeting.pk])
    messages.success(request, f"Saved at {_clock()}.")
    place = request.POST.get("keep", "")
    anchor = f"#{place}" if place.replace("-", "").isalnum() else ""
    return reverse("meeting_room", args=[meeting.pk]) + anchor


def _clock() -> str:
    now = timezone.localtime()
    return f"{now.hour % 12 or 12}:{now:%M}{'am' if now.hour < 12 else 'pm'}"


def context_of(request, meeting: Meeting, form: RoomForm) -> dict:
    """What the page shows beside the form."""
    cases = [discussion.case for discussion in form.discussions]
    note_readings(form.discussions, by=request.user)
    lines = lines_of(meeting, ALWAYS | (WITH_A_CASE if cases else set()))
    return {
        "meeting": meeting,
        "form": form,
        "lines": lines,
        "now_line": next((line for line in lines if line.state == "now"), None),
        "now": timezone.now(),
        "ground_rules": meeting.ground_rules,
        "not_agreed": [row.member for row in form.rows if not row.has_agreed],
        "visits": list(meeting.visits.all()),
        "answers": list(
            Feedback.objects.filter(meeting=meeting, next_step__discussion__meeting__site=meeting.site_id)
            .exclude(next_step__discussion__case__in=hidden_cases(meeting, request.user))
            .select_related("next_step__owner", "next_step__discussion__case__site")
        ),
        "issues": list(CommissionerIssue.objects.filter(case__in=cases).select_related("case")),
        "questions": list(Question.objects.visible_to(request.user).filter(meeting=meeting)),
        "missing": meeting.missing(form.roll),
    }


def hidden_cases(meeting: Meeting, user):
    """Cases of the site that this person stepped out of."""
    return Case.objects.filter(site=meeting.site_id).exclude(
        pk__in=Case.objects.visible_to(user).values("pk")
    )
