"""The visits to all sites of a programme, for its team, and their own for those who visited, as a page and as CSV."""

import rules
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kit.confirming import confirmed
from kit.http import page_view, require_perm
from kit.spreadsheets import csv_for_excel
from meetings.invitations.visits import by_site, counted, csv_rows, visits_in_programme
from sites_app.models import Programme

PER_PAGE = 25  # people
WHO = "Only the programme team and those who visit its sites can see visits."


def _visits(request, slug):
    """Return the programme, its visits that this person may see, and whether these are all."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_perm(request.user, "invitations.see_own_visits", programme, WHO)
    sees_all = rules.has_perm("invitations.see_visits_of_all", request.user, programme)
    return programme, visits_in_programme(programme, by=None if sees_all else request.user), sees_all


@page_view
def programme_visits(request, slug):
    """Show who came to the sites of a programme, how often, and what was asked of them."""
    programme, found, sees_all = _visits(request, slug)
    visits = counted(found)
    context = {
        "programme": programme,
        "visits": visits,
        "page": Paginator(visits.visitors, PER_PAGE).get_page(request.GET.get("page")),
        "sites": by_site(found),
        "sees_all": sees_all,
    }
    return render(request, "invitations/programme_visits.html", context)


@page_view
@confirmed
def programme_visits_csv(request, slug):
    """Download the visits of the page as CSV."""
    programme, found, _ = _visits(request, slug)
    response = HttpResponse(csv_for_excel(csv_rows(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="visits-{programme.slug}.csv"'
    return response
