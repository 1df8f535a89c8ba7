"""The papers of a meeting: minutes with their earlier versions, and the pack to print."""

from django.contrib import messages
from django.shortcuts import redirect, render

from copsite.kit.errors import RefusedError
from copsite.kit.http import form_view, page_view, require_perm
from copsite.kit.models import Revision
from meetings import actions
from meetings.actions.papers import minutes_version
from meetings.agenda import with_clock
from meetings.forms.papers import MinutesForm
from meetings.views.room import meeting_of


@form_view
def minutes_edit(request, pk):
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.write_minutes", meeting)
    initial = {"minutes": meeting.minutes, "base_version": minutes_version(meeting)}
    form = MinutesForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.write_minutes(
                meeting, text=said["minutes"], base_version=said["base_version"], by=request.user
            )
        except actions.StaleMinutes as error:
            theirs = error.theirs
            form.data = {**form.data.dict(), "base_version": error.version}
            form.add_error(None, error.sentence)
        except RefusedError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "The minutes are saved. They stay with the site.")
            return redirect(meeting)
    context = {"meeting": meeting, "form": form, "theirs": theirs}
    return render(request, "meetings/minutes_edit.html", context, status=422 if form.errors else 200)


@page_view
def minutes_versions(request, pk):
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.write_minutes", meeting)
    versions = Revision.objects.of(meeting, "minutes").select_related("by").order_by("-version")
    return render(request, "meetings/minutes_versions.html", {"meeting": meeting, "versions": versions})


@page_view
def meeting_pack(request, pk):
    meeting = meeting_of(request, pk)
    require_perm(request.user, "meetings.print_pack", meeting)
    context = {
        "meeting": meeting,
        "agenda": with_clock(meeting, list(meeting.agenda_items.all())),
        # of the app above, by its QuerySet: which cases this person may read of
        "discussions": meeting.discussions.visible_to(request.user).select_related("case__site"),
        "members": meeting.members_then().select_related("discipline"),
        "visits": meeting.visits.all(),
        "empty_rows": range(4),
    }
    return render(request, "meetings/meeting_pack.html", context)
