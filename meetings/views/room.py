"""The pages of attendance and visitors."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from meetings import actions
from meetings.forms.room import AttendanceForm, StandInForm, VisitForm, account_of
from meetings.models import Attendance, Meeting, Visit
from meetings.views.cancelled import led_from_cancelled


def meeting_of(request, pk) -> Meeting:
    """Return the meeting with this id, or raise Http404 if this person may not know of it."""
    return get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("site__programme"), pk=pk
    )


@form_view
def attendance_record(request, pk):
    """Record attendance."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.record_attendance", meeting)
    if left := led_from_cancelled(request, meeting):
        return left
    form = form_for(request, AttendanceForm, meeting=meeting)
    if accepted(form, _save_roll, meeting, form, by=request.user):
        messages.success(request, f"Saved: {meeting.roll().in_words}.")
        return redirect(meeting)
    context = {"meeting": meeting, "form": form, "visits": meeting.visits.all()}
    return render(request, "meetings/attendance_record.html", context, status=status_of(form))


def _save_roll(meeting: Meeting, form: AttendanceForm, *, by, **_typed) -> Meeting:
    """Save the roll, and return the meeting."""
    save_roll(meeting, form, by=by)
    return meeting


@transaction.atomic
def save_roll(meeting: Meeting, form: AttendanceForm, *, by) -> None:
    """Save all of the roll, or nothing: marks, a visitor, the ground rules."""
    said = form.cleaned_data
    actions.record_attendance(meeting, marks=form.marks, by=by, reason=said.get("reason", ""))
    if said["visitor"]:
        actions.add_visit(
            meeting,
            name=said["visitor"],
            capacity=said["capacity"] or Visit.Capacity.OTHER,
            user=account_of(said["visitor"], meeting),
            by=by,
        )
    if said.get("ground_rules"):
        actions.reaffirm_ground_rules(meeting, by=by)


@form_view
def visit_add(request, pk):
    """Add a visitor."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.add_visit", meeting)
    if left := led_from_cancelled(request, meeting):
        return left
    form = form_for(request, VisitForm)
    if visit := accepted(form, _add_visit, meeting, by=request.user):
        messages.success(request, f"{visit.name} has been added.")
        return redirect("meetings:visit_add", pk=pk)
    context = {"meeting": meeting, "form": form, "visits": meeting.visits.all()}
    return render(request, "meetings/visit_add.html", context, status=status_of(form))


def _add_visit(meeting: Meeting, *, name: str, by, **said) -> Visit:
    """Put a visitor on the list, with their account if they have one."""
    return actions.add_visit(meeting, name=name, user=account_of(name, meeting), by=by, **said)


@verb_view
def visit_remove(request, pk, visit_pk):
    """Remove a visitor."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.add_visit", meeting)
    visit = get_object_or_404(meeting.visits, pk=visit_pk)
    actions.remove_visit(visit, by=request.user)
    messages.success(request, f"{visit.name} has been removed.")
    return redirect("meetings:visit_add", pk=pk)


@form_view
def stand_in_joined(request, pk, attendance_pk):
    """Record which member a stand-in became."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.record_attendance", meeting)
    attendance = get_object_or_404(
        meeting.attendances.select_related("member__site"),
        pk=attendance_pk,
        mark=Attendance.Mark.STAND_IN,
    )
    form = form_for(request, StandInForm, attendance=attendance)
    if accepted(form, actions.stand_in_joined, attendance, by=request.user):
        messages.success(request, f"This meeting now counts for {form.cleaned_data['member']}.")
        return redirect(meeting)
    context = {"meeting": meeting, "attendance": attendance, "form": form}
    return render(request, "meetings/stand_in_joined.html", context, status=status_of(form))
