"""The needs assessment of a programme, for whoever has a place in it: a page, a PDF, a Word file, and tables as CSV."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone

from kit.confirming import confirmed
from kit.http import page_view
from kit.paper import paper_response, render_paper
from kit.spreadsheets import csv_response
from pages.needs.assessment import Assessment, assessment_of, document_of
from pages.needs.word import word_file
from sites_app.models import Programme

STYLES = ["pdf/faces.css", "pdf/paper.css", "pdf/needs.css"]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _assessment(request, slug) -> Assessment:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    return assessment_of(programme, request.user)


@page_view
def needs_assessment(request, slug):
    """Show the needs assessment."""
    assessment = _assessment(request, slug)
    context = {"programme": assessment.programme, "document": document_of(assessment)}
    return render(request, "pages/needs/needs_assessment.html", context)


@page_view
def needs_pdf(request, slug):
    """Download the needs assessment as a PDF."""
    assessment = _assessment(request, slug)
    context = {"programme": assessment.programme, "document": document_of(assessment)}
    rendered = render_paper(render_to_string("pages/pdf/needs.html", context), styles=STYLES)
    return paper_response(rendered, name=f"needs-{assessment.programme.slug}")


@page_view
def needs_docx(request, slug):
    """Download the needs assessment as a Word file."""
    assessment = _assessment(request, slug)
    programme = assessment.programme
    data = word_file(document_of(assessment), author=str(programme), made_at=timezone.now())
    response = HttpResponse(data, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="needs-{programme.slug}.docx"'
    response["Cache-Control"] = "no-store, private"
    return response


@page_view
@confirmed
def needs_themes_csv(request, slug):
    """Download how often each theme was raised: of the issues that this person may read, and of all in whole quarters."""
    assessment = _assessment(request, slug)
    rows = [["counted", "theme", "issues", "times raised"]]
    rows += [
        ["issues that you can read", theme, len(issues), sum(issue.times_raised for issue in issues)]
        for theme, issues in assessment.by_theme
    ]
    rows += [
        [f"all issues, {published.period_in_words}", theme or "other themes", "", number]
        for published in assessment.published
        for theme, number in published.cells
    ]
    return csv_response(rows, name=f"themes-{slug}")


@page_view
@confirmed
def needs_helped_csv(request, slug):
    """Download the next steps that published write-ups tell, with their outcomes."""
    assessment = _assessment(request, slug)
    rows = [["next step", "outcome", "agreed", "write-up", "reference", "site", "themes", "needs"]]
    rows += [
        [
            step.what, step.outcome_in_words, step.period, step.write_up, step.reference, step.site,
            "; ".join(step.themes), "; ".join(step.needs),
        ]
        for step in assessment.steps
    ]  # fmt: skip
    return csv_response(rows, name=f"what-helped-{slug}")
