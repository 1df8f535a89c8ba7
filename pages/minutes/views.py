"""Views of the minutes: edit, share, approve, print."""

import rules
from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from cases.forms.fields import MeetingField
from kit.errors import RefusedError
from kit.forms import Form, accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm
from kit.paper import paper_response, render_paper
from kit.words import by_name, listed
from meetings.actions.minutes import approve_minutes, members_to_mail, members_without_mail, share_minutes
from meetings.models import Attendance, Meeting
from meetings.views.cancelled import led_from_cancelled
from members.as_of import as_they_were
from pages.minutes.for_reader import RECORDS, minutes_for
from pages.minutes.form import MinutesForm

STYLES = ["pdf/faces.css", "pdf/paper.css"]


def meeting_of(request, pk) -> Meeting:
    """Return the meeting `pk`, or raise Http404 if this person may not see it."""
    return get_object_or_404(
        Meeting.objects.read_by(request.user).select_related("site__programme", *RECORDS), pk=pk
    )


@form_view
def minutes_edit(request, pk):
    """Edit the minutes."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.write_minutes", meeting)
    if left := led_from_cancelled(request, meeting):
        return left
    form = form_for(request, MinutesForm, meeting=meeting, user=request.user)
    again = request.POST.get("again", "")
    error_on = "reason" if form.is_approved else None
    is_done = accepted(form, _save, again=again, by=request.user, error_on=error_on)
    if form.is_bound and form.has_conflict:
        form.save_the_rest(by=request.user)
    if is_done and again in form.names:
        messages.success(
            request, "Recreated from the record of the meeting. The earlier text is in “Earlier versions”."
        )
    elif is_done:
        messages.success(request, "The minutes have been saved.")
        return redirect(f"{meeting.get_absolute_url()}#minutes")
    context = {"meeting": meeting, "form": form}
    return render(request, "pages/minutes/minutes_edit.html", context, status=status_of(form))


def _save(form: MinutesForm, *, again: str, by) -> bool:
    """Save the parts, or draft the one named `again` from the log. Return False if somebody else saved one in the
    meantime."""
    return form.make_again(again, by=by) if again in form.names else form.save(by=by)


@page_view
def minutes_pdf(request, pk):
    """Download the minutes as a PDF."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.read_meeting", meeting)
    minutes = minutes_for(meeting, request.user)
    if not minutes.is_written:
        raise RefusedError("There are no minutes of this meeting yet. Check again after the meeting.")
    reads_all = rules.has_perm("meetings.read_attendance", request.user, meeting)
    attendances = meeting.attendances.select_related("member__discipline", "stand_in_joined_as")
    if not reads_all:
        attendances = attendances.filter(mark__in=[Attendance.Mark.PRESENT, Attendance.Mark.STAND_IN])
    attendances = list(attendances)
    as_they_were([row.member for row in attendances], on=meeting.day, with_name=minutes.approval is not None)
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "attendances": by_name(attendances, "member.name"),
        "reads_all": reads_all,
        "visits": meeting.visits.all(),
    }
    page = render_to_string("pages/pdf/minutes.html", context)
    return paper_response(
        render_paper(page, styles=STYLES), name=f"{meeting.site.code}-meeting-{meeting.number}-minutes"
    )


@form_view
def minutes_share(request, pk):
    """Share the minutes with the site."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.share_minutes", meeting)
    if request.method == "POST":
        share_minutes(meeting, by=request.user)
        messages.success(request, "The minutes have been shared. Members will get an e-mail.")
        return redirect(f"{meeting.get_absolute_url()}#minutes")
    context = {
        "meeting": meeting,
        "minutes": minutes_for(meeting, request.user),
        "number_to_mail": members_to_mail(meeting, by=request.user).count(),
        "on_paper": listed(member.name for member in by_name(members_without_mail(meeting))),
    }
    return render(request, "pages/minutes/minutes_share.html", context)


class ApproveForm(Form):
    """The later meeting where the minutes were approved."""

    button = "Approve the minutes"
    leave = "Correct the minutes first"

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        later = (
            Meeting.objects.held()
            .filter(site=meeting.site_id, starts_at__gt=meeting.starts_at)
            .order_by(F("starts_at").asc())
        )
        self.fields["at"] = MeetingField(
            later,
            label="Approved at",
            empty_label=None,
            error_messages={"required": "Choose the meeting at which they were approved"},
        )
        self.meetings = list(later)


@form_view
def minutes_approve(request, pk):
    """Record that the minutes were approved."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.approve_minutes", meeting)
    asked_at = request.GET.get("at", "")
    form = form_for(request, ApproveForm, meeting=meeting, initial={"at": asked_at or None})
    approval = accepted(form, lambda at, **by: approve_minutes(meeting, at=at, **by), by=request.user)
    if approval:
        messages.success(request, f"The minutes of {meeting.name.lower()} have been approved.")
        at = approval.at_meeting
        in_the_room = not at.is_closed and rules.has_perm("meetings.open_room", request.user, at)
        return redirect(reverse("meeting_room", args=[at.pk]) if in_the_room else at)
    context = {"meeting": meeting, "form": form, "minutes": minutes_for(meeting, request.user)}
    return render(request, "pages/minutes/minutes_approve.html", context, status=status_of(form))
