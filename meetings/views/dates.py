"""The pages of a site's dates: the list, a new date, another date."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm
from kit.words import when
from meetings import actions
from meetings.forms.dates import MeetingForm
from meetings.models import Meeting
from meetings.progress import progress_of_site
from meetings.views.cancelled import led_from_cancelled
from sites_app.models import Site

PER_PAGE = 25


@page_view
def meeting_list(request, slug):
    """List the meetings of a site."""
    site = get_object_or_404(
        Site.objects.visible_to(request.user).select_related("programme", "host"), slug=slug
    )
    require_perm(
        request.user,
        "meetings.list_meetings",
        site,
        "Only people at this site can see its meetings. You can see its totals.",
    )
    meetings = Meeting.objects.visible_to(request.user).filter(site=site).select_related("site")
    to_come = meetings.upcoming()
    before = meetings.exclude(pk__in=to_come.values("pk")).with_who_came().order_by("-starts_at", "-pk")
    context = {
        "site": site,
        "progress": progress_of_site(site),
        "to_come": to_come,
        "page": Paginator(before, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "meetings/meeting_list.html", context)


@form_view
def meeting_schedule(request, slug):
    """Set the date of a meeting."""
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(request.user, "meetings.schedule_meeting", site)
    is_first = not site.meetings.not_cancelled().exists()
    initial = {
        "minutes_long": site.programme.meeting_minutes,
        "kind": Meeting.Kind.TASTER if is_first else Meeting.Kind.CASE,
        "place": site.usual_room,
    }
    form = form_for(request, MeetingForm, initial=initial, nation=site.nation)
    if meeting := accepted(form, actions.schedule, site, by=request.user, error_on="day"):
        messages.success(request, f"{meeting.name} is on {when(meeting.starts_at)}.")
        return redirect(meeting)
    context = {"site": site, "form": form, "is_first": is_first, "progress": progress_of_site(site)}
    return render(request, "meetings/meeting_schedule.html", context, status=status_of(form))


@form_view
def meeting_edit(request, pk):
    """Change the date, kind, length or place of a meeting."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("site__programme"), pk=pk
    )
    require_perm(request.user, "meetings.edit_meeting", meeting)
    if left := led_from_cancelled(request, meeting):
        return left
    start = timezone.localtime(meeting.starts_at)
    initial = {
        "day": start.date(),
        "time": start.time(),
        "minutes_long": meeting.minutes_long,
        "kind": meeting.kind,
        "place": meeting.place,
        "link": meeting.link,
        "held_already": meeting.has_started,
    }
    form = form_for(
        request, MeetingForm, initial=initial, nation=meeting.site.nation, moves=meeting.starts_at
    )
    if moved := accepted(form, actions.reschedule, meeting, by=request.user, error_on="day"):
        messages.success(request, f"{moved.name} is on {when(moved.starts_at)}.")
        return redirect(moved)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/meeting_edit.html", context, status=status_of(form))
