"""The page of the room: one form, composed of what four apps know of the meeting."""

import rules
from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.commissioning.models import CommissionerIssue
from cases.models import Discussion
from cases.next_steps.models import NextStep
from cases.next_steps.returns import messages_about_cancelled
from kit.bounds import number_in
from kit.forms import accepted, form_for, status_of
from kit.http import form_view
from kit.words import clock
from knowledge.actions.evidence import report_evidence
from knowledge.models import AttachedEvidence
from meetings.models import Attendance, Meeting
from pages.agenda import agenda_of
from pages.minutes.for_reader import to_approve
from pages.room.access import Seat, refuse_closed, seat_of
from pages.room.agenda import lines_of
from pages.room.form import RoomForm
from pages.room.saving import save_all, save_sections
from pages.room.sections import PresenterForm
from pages.room.unsaved import unsaved_by_others

ALWAYS = {"rules", "roll", "feedback", "questions", "close"}
WITH_A_CASE = {"case", "steps", "learning"}


@form_view
def meeting_room(request, pk):
    """Show the room of a meeting, and save what was entered."""
    user = request.user
    steps = Prefetch("next_steps", NextStep.objects.select_related("owner", "due_meeting"))
    read = Discussion.objects.read_by(user).prefetch_related("case__presenters", steps)
    seat = seat_of(user, pk, discussions=read)
    meeting = seat.meeting
    if request.method != "POST" and (meeting.is_closed or meeting.is_cancelled):
        messages.info(request, "This meeting is closed. What was recorded is on this page.")
        return redirect(meeting)
    with_these = {"meeting": meeting, "user": user, "discussions": seat.discussions}
    make = RoomForm if seat.runs else PresenterForm
    form = form_for(request, make, **with_these)
    conflicts = accepted(form, save, seat, request=request)
    if conflicts:
        form = make(**with_these, conflicts=conflicts)
    elif conflicts is not None:
        return redirect(next_url(request, meeting))
    status = 409 if conflicts else status_of(form)
    context = {"meeting": meeting, "form": form}
    if seat.runs:
        return render(
            request, "pages/room.html", {**context, **context_of(request, seat, form)}, status=status
        )
    return render(request, "pages/room/presenter.html", context, status=status)


def save(seat: Seat, *, form, request) -> dict[str, tuple[str, str]]:
    """Save what a valid `form` holds, and return the sections that somebody else saved meanwhile, as `save_all` does."""
    refuse_closed(seat.meeting)
    if not seat.runs:
        return save_sections(form, form.sections, by=request.user)
    conflicts = save_all(seat.meeting, form, by=request.user)
    for sentence in messages_about_cancelled(form.submitted.agreed):
        messages.info(request, sentence)
    told = request.POST.get("told", "")
    evidence = AttachedEvidence.objects.visible_to(request.user).filter(case__site=seat.meeting.site_id)
    attached = evidence.filter(pk=number_in(told)).first()
    if attached and rules.has_perm("knowledge.report_evidence", request.user, attached):
        report_evidence(attached, at=seat.meeting, by=request.user)
    return conflicts


def next_url(request, meeting: Meeting) -> str:
    """Return where to go after a save: to the page for closing, or back to where the button was in the room."""
    if "close" in request.POST:
        return reverse("meeting_close", args=[meeting.pk])
    messages.success(request, f"Saved at {clock(timezone.now())}.")
    place = "told" if "told" in request.POST else request.POST.get("keep", "")
    anchor = f"#{place}" if place.replace("-", "").isalnum() else ""
    return reverse("meeting_room", args=[meeting.pk]) + anchor


def context_of(request, seat: Seat, form: RoomForm) -> dict:
    """Return what the page shows to those who run the room, besides the form."""
    meeting, user = seat.meeting, request.user
    cases = [discussion.case for discussion in seat.discussions]
    agenda = agenda_of(meeting, user)
    agenda.meetings, agenda.due = form.meetings, form.due  # read already
    agenda.discussions = seat.discussions
    has_news = bool(agenda.questions or agenda.evidence or agenda.replies)
    parts = ALWAYS | (WITH_A_CASE if cases else set()) | ({"told"} if has_news else set())
    if to_approve(agenda.last):
        parts.add("minutes")
    lines = lines_of(agenda, parts)
    return {
        "agenda": agenda,
        "to_approve": to_approve(agenda.last),
        "has_news": has_news,
        "lines": lines,
        "now_line": next((line for line in lines if line.state == "now"), None),
        "now": timezone.now(),
        "ground_rules": form.roll.has_ground_rules,
        "all_keep_rules": any(each.mark == Attendance.Mark.PRESENT for each in form.roll.everyone)
        and not form.roll.have_not_agreed,
        "unsaved": unsaved_by_others(seat, user, form.all_drafts),
        "visits": agenda.visits,
        "answers": agenda.feedback,
        "issues": list(CommissionerIssue.objects.filter(case__in=cases).select_related("case")),
        "questions": [each for each in agenda.all_questions if each.meeting_id == meeting.pk],
        "missing": meeting.missing(form.roll),
    }
