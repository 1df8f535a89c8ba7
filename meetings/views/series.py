"""The page for setting a monthly series. The dates are shown before they are set."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm
from kit.words import counted
from meetings import actions
from meetings.forms.series import SeriesForm
from meetings.progress import MeetingProgress, progress_of_site
from meetings.series import LAST
from sites_app.models import Site


def as_so_far(progress: MeetingProgress) -> dict:
    """Return the rhythm of the last meeting with a date, to continue from the day after it, or from tomorrow."""
    dated = [*progress.held, *progress.to_come]
    if not dated:
        return {}
    start = timezone.localtime(dated[-1].starts_at)
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "nth": min((start.day + 6) // 7, LAST),
        "weekday": start.weekday(),
        "time": start.time(),
        "since": max(start.date() + timedelta(days=1), tomorrow),
    }


@form_view
def series_schedule(request, slug):
    """Show the dates of a series, and set them."""
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(request.user, "meetings.schedule_meeting", site)
    progress = progress_of_site(site)
    initial = {
        "minutes_long": site.programme.meeting_minutes,
        "place": site.usual_room,
        "count": min(progress.missing, 24) or None,
        **as_so_far(progress),
    }
    form = form_for(request, SeriesForm, initial=initial, nation=site.nation)
    planned = []
    if form.is_bound and form.is_valid():
        planned = actions.plan(
            site, starts=form.cleaned_data["starts"], minutes_long=form.cleaned_data["minutes_long"]
        )
    if "set" in request.POST and (made := accepted(form, actions.schedule_series, site, by=request.user)):
        messages.success(request, f"{counted(len(made), 'date is', 'dates are')} set.")
        return redirect("meetings:meeting_list", slug=slug)
    context = {
        "site": site,
        "form": form,
        "progress": progress,
        "planned": planned,
        "free": sum(date.is_free for date in planned),
    }
    return render(request, "meetings/series_schedule.html", context, status=status_of(form))
