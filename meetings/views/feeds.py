"""Calendar feeds: the file behind a person's secret address, and the pages to get it, replace it or turn it off."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kit.bounds import number_in
from kit.http import form_view, require_perm
from meetings import actions
from meetings.calendar import etag, feed
from meetings.models import CalendarFeed, Meeting
from meetings.models.meeting_queries import invites
from sites_app.models import ProgrammeEvent, Site

BACK = timedelta(days=400)  # how far a calendar looks back


@require_safe
def calendar_feed(request, token):
    """Return the calendar behind a secret address, as far as its owner may read it now."""
    found = CalendarFeed.objects.behind(token).select_related("user", "site").first()
    if found is None and not CalendarFeed.objects.was_ever(token):
        raise Http404
    if found is None or found.has_ended:
        return render(request, "members/link_ended.html", {"is_calendar": True}, status=410)
    meetings = Meeting.objects.filter(starts_at__gt=timezone.now() - BACK).select_related("site")
    events: list[ProgrammeEvent] = []
    if found.site:
        name, meetings = str(found.site), meetings.filter(site=found.site)
    else:
        name = "Your meetings"
        meetings = meetings.in_calendar_of(found.user)
        events = list(_events_of(found.user))
    shown = list(meetings.order_by("starts_at", "pk"))
    dates = sorted([*shown, *events], key=lambda date: date.starts_at)
    content = feed(dates, name=name, addresses=_addresses_for(found.user, shown))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return get_conditional_response(request, etag=etag(content), response=_kept(response, etag(content)))


def _events_of(user):
    """Return the dates of whole programmes in the calendar of `user`, oldest first."""
    since = ProgrammeEvent.objects.filter(invites(user), starts_at__gt=timezone.now() - BACK)
    return since.select_related("programme").order_by("starts_at", "pk")


def _addresses_for(user, meetings: list[Meeting]) -> dict:
    """Return the pages of their invitations, by UID, to meetings of sites that they do not read."""
    elsewhere = [each.pk for each in meetings if each.site_id not in user.standing.reading_sites]
    if not elsewhere:
        return {}
    invited = user.invitations.filter(meeting__in=elsewhere).select_related("meeting")
    return {each.meeting.calendar_uid: each.page_address for each in invited}


def _kept(response, tag):
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=900"
    return response


@form_view
def my_calendar(request):
    """Show and change the address of a person's own calendar."""
    return _calendar_page(request)


@form_view
def site_calendar(request, slug):
    """Show and change a person's own address of a site's calendar."""
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(
        request.user, "meetings.list_meetings", site, "Only people at this site can see its calendar."
    )
    return _calendar_page(request, site=site)


def _calendar_page(request, *, site=None):
    """Answer with the page that has the address. A POST replaces the address or turns it off."""
    if request.method == "POST":
        if "off" in request.POST:
            actions.turn_off_feed(user=request.user, site=site)
            messages.success(request, "The calendar is turned off. The address no longer works.")
        else:
            seen = number_in(request.POST.get("seen"))
            actions.make_feed(user=request.user, site=site, instead_of=seen)
            messages.success(request, "The calendar address is below.")
        return redirect(request.path)
    found = CalendarFeed.objects.filter(user=request.user, site=site).first()
    address = f"{settings.SITE_ADDRESS}{found.get_absolute_url()}" if found else ""
    return render(request, "meetings/calendar.html", {"site": site, "address": address, "feed": found})
