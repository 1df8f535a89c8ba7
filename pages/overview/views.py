"""The overview of all sites of a programme as at any day, as a page, as CSV and on one sheet of paper; and what is late."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kit.confirming import confirmed
from kit.forms import status_of
from kit.http import page_view, require_perm
from kit.paper import paper_response, render_paper
from kit.spreadsheets import csv_for_excel
from meetings.marks import last_day
from pages.overview.cells import cells_of, cells_of_total
from pages.overview.counting import overview_of
from pages.overview.form import OverviewForm
from pages.overview.late import PATIENCE, late_in, narrowed
from pages.overview.row import COLUMNS, began_later, csv_rows, in_order, total_of
from sites_app.models import Programme

STYLES = ["pdf/faces.css", "pdf/paper.css", "pdf/overview.css"]
PER_PAGE = 25
TEAM = "Only the programme team can see the overview of all sites."


@dataclass(frozen=True)
class Head:
    """A heading that sorts by its column. `sorted` is how the rows are sorted by it now, as aria-sort has it."""

    name: str
    label: str
    url: str
    sorted: str


@page_view
def programme_overview(request, slug):
    """Show the overview."""
    programme = _programme(request, slug)
    form = _form(request, programme)
    as_at = _day(form, programme)
    if not form.errors:
        sort = form["sort"].value()
        form = OverviewForm(
            initial={"as_at": as_at, "sort": sort}, programme=programme
        )  # the day in words, however it was written
    sort = form["sort"].value() or ""
    context = _content(programme, as_at, sort) | {
        "form": form,
        "heads": _heads(programme, as_at, sort),
        "query": urlencode({"as_at": as_at.isoformat(), "sort": sort}),
    }
    return render(request, "pages/overview/overview.html", context, status=status_of(form))


@page_view
@confirmed
def programme_overview_csv(request, slug):
    """Download the overview as CSV. For a day without one, lead to the page, which says why."""
    programme = _programme(request, slug)
    form = _form(request, programme)
    if form.errors:
        return _to_page(request, programme)
    as_at = _day(form, programme)
    rows = in_order(overview_of(programme, as_at=as_at).rows, form["sort"].value() or "")
    response = HttpResponse(csv_for_excel(csv_rows(rows, as_at)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(programme, as_at)}.csv"'
    return response


@page_view
def programme_overview_pdf(request, slug):
    """Download the overview as a PDF, on one sheet for up to a dozen sites."""
    programme = _programme(request, slug)
    form = _form(request, programme)
    if form.errors:
        return _to_page(request, programme)
    as_at = _day(form, programme)
    page = render_to_string("pages/pdf/overview.html", _content(programme, as_at, form["sort"].value() or ""))
    return paper_response(render_paper(page, styles=STYLES), name=_file_name(programme, as_at))


@page_view
def programme_late(request, slug):
    """Show what is late, where and whose it is, the longest waiting first; of one site or one person where asked."""
    programme = _programme(request, slug)
    late = late_in(programme, reader=request.user)
    sites, people = (late.by_site, late.by_person) if late else ([], [])
    place = next((each for each, _ in sites if each.slug == request.GET.get("site")), None)
    person = next((each for each, _ in people if str(each.pk) == request.GET.get("person")), None)
    shown = narrowed(late.things, place=place, person=person) if late else []
    query = ({"site": place.slug} if place else {}) | ({"person": person.pk} if person else {})
    context = {
        "programme": programme,
        "late": late,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "sites": sites,
        "people": people,
        "place": place,
        "person": person,
        "query": urlencode(query),
        "patience": PATIENCE.days,
    }
    return render(request, "pages/overview/late.html", context)


def _programme(request, slug: str) -> Programme:
    """Return the programme. Raise Http404 or PermissionDenied if this person may not see its overview."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_perm(request.user, "sites_app.see_overview", programme, TEAM)
    return programme


def _form(request, programme: Programme) -> OverviewForm:
    """Return the form as it was sent, or with the last day and the order that was asked for."""
    if "as_at" in request.GET:
        return OverviewForm(request.GET, programme=programme)
    initial = {"as_at": last_day(programme), "sort": request.GET.get("sort", "")}
    return OverviewForm(initial=initial, programme=programme)


def _day(form: OverviewForm, programme: Programme) -> date:
    """Return the day that was asked for, or the last one."""
    return form.cleaned_data["as_at"] if form.is_bound and form.is_valid() else last_day(programme)


def _content(programme: Programme, as_at: date, sort: str) -> dict:
    """Return what the page and the paper show."""
    overview = overview_of(programme, as_at=as_at)
    numbers = total_of(overview.rows)
    return {
        "programme": programme,
        "as_at": as_at,
        "is_today": as_at == timezone.localdate(),
        "lines": [(row, cells_of(row)) for row in in_order(overview.rows, sort)],
        "numbers": numbers,
        "total": cells_of_total(numbers),
        "began_later": began_later(overview.began_later),
    }


def _heads(programme: Programme, as_at: date, sort: str) -> list[Head]:
    """Return the headings: pressed again, a column is sorted the other way."""
    page = reverse("programme_overview", args=[programme.slug])
    found = []
    for name, label in [("site", "Site"), *((column.name, column.label) for column in COLUMNS)]:
        is_now = name == sort.removeprefix("-") or (name == "site" and not sort)
        way = "none" if not is_now else "descending" if sort.startswith("-") else "ascending"
        query = urlencode({"as_at": as_at.isoformat(), "sort": f"-{name}" if way == "ascending" else name})
        found.append(Head(name, label, f"{page}?{query}", way))
    return found


def _file_name(programme: Programme, as_at: date) -> str:
    return f"overview-{programme.slug}-{as_at.isoformat()}"


def _to_page(request, programme: Programme):
    return redirect(f"{reverse('programme_overview', args=[programme.slug])}?{request.GET.urlencode()}")
