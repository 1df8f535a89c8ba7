"""Publications of the evidence library as references in a style, and as files for other programs."""

from django.http import HttpResponse
from django.shortcuts import render

from kit.bounds import number_in
from kit.errors import RefusedError
from kit.forms import status_of
from kit.http import page_view, require_perm
from knowledge.citations.exporting import exported
from knowledge.citations.references import references
from knowledge.forms.evidence import EvidenceSearchForm
from knowledge.forms.exporting import FILES, ExportForm, kept
from knowledge.models import Evidence
from knowledge.publications import item_of
from knowledge.views.evidence import NOT_A_MEMBER, narrowed

MOST_IN_A_FILE = 5_000
MOST_ON_A_PAGE = 300  # references: each takes some milliseconds to make
MOST_TICKED = 1_000


@page_view
def evidence_export(request):
    """Show references to the publications that are ticked, or to all that were found, or return them as a file."""
    require_perm(request.user, "knowledge.read_evidence", sentence=NOT_A_MEMBER)
    form = ExportForm(request.GET or None)
    search = EvidenceSearchForm(request.GET)
    context = {"form": form, "search": search, "kept": kept(request.GET)}
    if not (form.is_valid() and search.is_valid()):
        return render(request, "knowledge/evidence_export.html", context, status=status_of(form))
    wanted = form.cleaned_data["wanted"]
    items = [item_of(each.publication) for each in _chosen(request, search, as_file=wanted in FILES)]
    if wanted in FILES:
        return _file(items, wanted)
    context["references"] = references(items, wanted)
    return render(request, "knowledge/evidence_export.html", context)


def _chosen(request, search, *, as_file: bool) -> list[Evidence]:
    """Return what is ticked, or else all that was found. Raise RefusedError where that is too many."""
    found = Evidence.objects.visible_to(request.user)
    if ticked := {number_in(value) for value in request.GET.getlist("only")[:MOST_TICKED]} - {None}:
        found = found.filter(pk__in=ticked)
    else:
        found = narrowed(found, search)[0]
    most = MOST_IN_A_FILE if as_file else MOST_ON_A_PAGE
    chosen = list(found[: most + 1])
    if len(chosen) > most:
        raise RefusedError(
            f"There are more than {most:,} publications, which is the most at once. Search for fewer, or tick some."
        )
    return chosen


def _file(items: list[dict], form: str) -> HttpResponse:
    content_type, name = FILES[form]
    response = HttpResponse(exported(items, form), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
