"""Figure 1: the membership of a programme by role and site, as at any day, as a page and as CSV.

Knowledge brokers and the programme team see every column; members and facilitators the column of their own
site; advisers and commissioners none. Who does not read a column sees the range that its number of confirmed
members and facilitators is in, as it was at the end of the last quarter, whatever day is asked for: two days can't
be subtracted. Marks set by hand, which name a role, are shown with their column only.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kit.confirming import confirmed
from kit.forms import status_of
from kit.http import page_view, require_perm
from kit.spreadsheets import csv_for_excel
from meetings.forms.dates import AsAtForm
from meetings.group_sizes import last_quarter_day, range_of
from meetings.marks import confirmed_members, last_day
from meetings.matrix import Matrix, membership_matrix
from meetings.matrix_text import csv_rows
from meetings.rules import readable_columns
from sites_app.models import Programme, Site


@page_view
def membership(request, slug):
    """Show figure 1."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    form = (
        AsAtForm(request.GET) if "as_at" in request.GET else AsAtForm(initial={"as_at": last_day(programme)})
    )
    as_at = form.cleaned_data["as_at"] if form.is_bound and form.is_valid() else last_day(programme)
    if not form.errors:
        form = AsAtForm(initial={"as_at": as_at})  # the day in words, however it was written
    whole = membership_matrix(programme, as_at=as_at)
    matrix = seen_by(request.user, programme, whole)
    context = {
        "programme": programme,
        "form": form,
        "as_at": as_at,
        "matrix": matrix,
        "sizes": _sizes(programme, whole) if len(matrix.sites) < len(whole.sites) else [],
        "sizes_on": last_quarter_day(programme),
    }
    return render(request, "meetings/membership.html", context, status=status_of(form))


@page_view
@confirmed
def membership_csv(request, slug):
    """Return figure 1 as a CSV file."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_perm(
        request.user, "meetings.download_matrix", programme, "You can read the totals on the membership page."
    )
    form = AsAtForm(request.GET)
    as_at = form.cleaned_data["as_at"] if form.is_valid() else last_day(programme)
    matrix = seen_by(request.user, programme, membership_matrix(programme, as_at=as_at))
    response = HttpResponse(csv_for_excel(csv_rows(matrix)), content_type="text/csv; charset=utf-8")
    name = f"membership-{programme.slug}-{as_at.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sizes(programme: Programme, matrix: Matrix) -> list[tuple[Site, str]]:
    """Return each site with the range of its confirmed members and facilitators, at the end of the last quarter."""
    confirmed = confirmed_members(matrix.sites, on=last_quarter_day)
    return [(site, range_of(confirmed[site.pk])) for site in matrix.sites]


def seen_by(user, programme: Programme, matrix: Matrix) -> Matrix:
    """Return `matrix` with the columns that `user` may read."""
    return matrix.of_sites(readable_columns(user, programme))
