"""The page of the room: one form, composed of what four apps know of the meeting."""

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
from knowledge.models import AttachedEvidence, Question
from meetings.clock import begins_in_words, ended_in_words
from meetings.models import Attendance, Meeting
from meetings.views.cancelled import led_from_cancelled
from pages.agenda import PRESENTERS, agenda_of
from pages.minutes.for_reader import to_approve
from pages.room.access import Seat, refuse_closed, seat_of
from pages.room.agenda import lines_of, recorded_in
from pages.room.form import CaseBlock, RoomForm
from pages.room.left_over import keep_refused, left_over_page
from pages.room.saving import save_all, save_sections
from pages.room.sections import PresenterForm
from pages.room.unsaved import unsaved_by_others

ALWAYS = {"rules", "roll", "feedback", "questions", "close"}
WITH_A_CASE = {"case", "steps", "learning"}
BUTTONS = {
    "told": "told",
    "everyone_keeps": "rules",
    "close": "close",
}  # those without `keep`, and their parts


@form_view
def meeting_room(request, pk):
    """Show the room of a meeting, and save what was entered."""
    user = request.user
    steps = Prefetch("next_steps", NextStep.objects.select_related("owner", "due_meeting"))
    read = Discussion.objects.read_by(user).prefetch_related(PRESENTERS, steps)
    try:
        seat = seat_of(user, pk, discussions=read)
    except PermissionDenied:  # also whoever presented, once the meeting is closed
        if left := left_over_page(request, pk):
            return left
        raise
    meeting = seat.meeting
    if left := led_from_cancelled(request, meeting):
        return left
    if request.method != "POST" and meeting.is_closed:
        if left := left_over_page(request, pk):
            return left
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
    if form.errors:
        keep_refused(request, seat)
    context = {"meeting": meeting, "form": form, "pressed": pressed_part(request) if form.errors else ""}
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


def pressed_part(request) -> str:
    """Return the part of the page with the button that was pressed, beside which a refusal is shown."""
    named = next((part for name, part in BUTTONS.items() if name in request.POST), "")
    return request.POST.get("keep", named)


def next_url(request, meeting: Meeting) -> str:
    """Return where to go after a save: to the page for closing, or back to where the button was in the room."""
    if "close" in request.POST:
        return reverse("meeting_close", args=[meeting.pk])
    messages.success(request, f"Saved at {clock(timezone.now())}.")
    place = pressed_part(request)
    anchor = f"#{place}" if place.replace("-", "").isalnum() else ""
    return reverse("meeting_room", args=[meeting.pk]) + anchor


def context_of(request, seat: Seat, form: RoomForm) -> dict:
    """Return what the page shows to those who run the room, besides the form."""
    meeting, user = seat.meeting, request.user
    cases = [discussion.case for discussion in seat.discussions]
    issues = CommissionerIssue.objects.filter(case__in=cases).select_related("case__site", "theme_word")
    agenda = agenda_of(meeting, user)
    agenda.meetings, agenda.due = form.meetings, form.due  # read already
    agenda.discussions = seat.discussions
    has_news = bool(agenda.questions or agenda.evidence or agenda.replies)
    parts = ALWAYS | (WITH_A_CASE if cases else set()) | ({"told"} if has_news else set())
    if to_approve(agenda.last):
        parts.add("minutes")
    here = any(each.mark == Attendance.Mark.PRESENT for each in form.roll.everyone)
    all_keep_rules = here and not form.roll.have_not_agreed
    lines = lines_of(agenda, parts, recorded_in(agenda, form.roll, all_keep_rules=all_keep_rules))
    asked = [each for each in agenda.all_questions if each.meeting_id == meeting.pk]
    return {
        "agenda": agenda,
        "to_approve": to_approve(agenda.last),
        "has_news": has_news,
        "lines": lines,
        "now_line": next((line for line in lines if line.state == "now"), None),
        "now": timezone.now(),
        "begins": begins_in_words(meeting),
        "ended": ended_in_words(meeting),
        "ground_rules": form.roll.has_ground_rules,
        "all_keep_rules": all_keep_rules,
        "unsaved": unsaved_by_others(seat, user, form.all_drafts),
        "visits": agenda.visits,
        "answers": agenda.feedback,
        "looks": agenda.looks,
        "blocks": blocks_with(form, raised=list(issues), asked=asked),
        "questions": asked,
        "missing": meeting.missing(form.roll),
    }


def blocks_with(form: RoomForm, *, raised: list[CommissionerIssue], asked: list[Question]) -> list[CaseBlock]:
    """Return the cases of the form with the issues and questions about them that are saved already."""
    blocks = form.blocks
    for block in blocks:
        block.raised = [issue for issue in raised if issue.case_id == block.discussion.case_id]
        block.asked = [question for question in asked if question.case_id == block.discussion.case_id]
    return blocks
