"""The pages of importing a member list: upload, columns, check, confirmation, progress, report."""

from collections.abc import Sequence

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kit.forms import accepted, form_for, status_of
from kit.http import by_itself, form_view, page_view, require_perm, verb_view
from kit.scanning import refuse_infected
from kit.spreadsheets import MOST_BYTES, csv_for_excel, read_uploaded_sheets
from members import actions
from members.actions.importing import AT_ONCE
from members.import_forms import ColumnsForm, ListForm, UploadForm
from members.import_report import OUTCOMES, Report, tabs
from members.importing import Plan, PlannedRow
from members.models import MemberUpload
from sites_app.views import get_site

ROWS_ON_A_PAGE = 100


def get_upload(request, slug, pk, *, defer: Sequence[str] = ()) -> MemberUpload:
    """Return a list that this person uploaded for this site, or raise 404. `defer` names columns that are not needed."""
    site = get_site(request, slug)
    require_perm(request.user, "members.import_members", site)
    uploads = MemberUpload.objects.filter(site=site, by=request.user).select_related("site__programme", "by")
    return get_object_or_404(uploads.defer(*defer), pk=pk)


@form_view
def member_import(request, slug):
    """Upload a member list."""
    site = get_site(request, slug)
    require_perm(request.user, "members.import_members", site)
    form = form_for(
        request,
        UploadForm,
        initial={"joined_on": timezone.localdate()},
    )
    if upload := accepted(form, _upload, site, by=request.user, error_on="file"):
        return redirect("members:member_import_mapping", site.slug, upload.pk)
    return render(request, "members/member_import.html", {"site": site, "form": form}, status=status_of(form))


def _upload(site, *, file, joined_on, by) -> MemberUpload:
    """Keep the sheets of `file`, to be looked at before anybody is added."""
    data = file.read(MOST_BYTES + 1)
    refuse_infected(data)
    sheets = read_uploaded_sheets(data)
    return actions.upload_members(site, sheets=sheets, file_name=file.name, joined_on=joined_on, by=by)


@form_view
def member_import_mapping(request, slug, pk):
    """Choose which sheet has the list, and what each of its columns is."""
    upload = get_upload(request, slug, pk)
    if upload.confirmed_at:
        return redirect(upload)
    form = form_for(request, ColumnsForm, upload=upload)
    before = (upload.sheet, upload.heading_row)
    if chosen := accepted(form, _choose_columns, upload):
        if (chosen.sheet, chosen.heading_row) == before:
            return redirect(upload)
        messages.info(request, "The columns have been matched again. Check them.")
        return redirect("members:member_import_mapping", upload.site.slug, upload.pk)
    context = {
        "upload": upload,
        "site": upload.site,
        "form": form,
        "sample": upload.below_headings[:4],
        "not_taken": Plan(upload).not_taken,
    }
    return render(request, "members/member_import_mapping.html", context, status=status_of(form))


def _choose_columns(upload: MemberUpload, *, sheet: int, heading_row: int, columns: dict) -> MemberUpload:
    """Take another sheet or row of headings, where one was chosen; else keep which column is what."""
    if upload.sheets and sheet != upload.sheet:
        return actions.choose_sheet(upload, sheet=sheet)
    if heading_row != upload.heading_row:
        return actions.choose_headings(upload, heading_row=heading_row)
    return actions.choose_columns(upload, columns=columns)


@form_view
def member_import_report(request, slug, pk):
    """Show what importing the list would do, and choose what roles mean and who is added. Once it is confirmed: how far
    it is, and then the report.
    """
    upload = get_upload(request, slug, pk)
    if upload.imported_at:
        return _done(request, upload)
    if upload.confirmed_at:
        return render(request, "members/member_import_progress.html", {"upload": upload, "site": upload.site})
    form, page, plan = _check(request, upload)
    if accepted(form, actions.choose_for_list, upload):
        return redirect(f"{upload.get_absolute_url()}?{_query(request, page.number)}")
    return _checked(request, upload, form, page, plan)


def _check(request, upload: MemberUpload):
    """Return the form for the rows on one page of the list, that page, and the plan."""
    plan = Plan(upload)
    page = Paginator(_rows_shown(plan.rows, _shown(request)), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    may_add = rules.has_perm("members.add_discipline", request.user, upload.site)
    form = form_for(request, ListForm, plan=plan, may_add=may_add, rows=list(page))
    return form, page, plan


def _rows_shown(rows: list[PlannedRow], shown: str) -> list[PlannedRow]:
    if shown == "remarks":
        return [row for row in rows if row.remarks]
    return [row for row in rows if row.outcome == shown] if shown in OUTCOMES else rows


def _shown(request) -> str:
    """Return which rows are asked for: those of one outcome, those with remarks, or "" for all."""
    shown = request.GET.get("show", "")
    return shown if shown in (*OUTCOMES, "remarks") else ""


def _query(request, number: int) -> str:
    return f"show={_shown(request)}&page={number}"


def _checked(request, upload, form, page, plan):
    context = {
        "upload": upload,
        "site": upload.site,
        "plan": plan,
        "form": form,
        "page": page,
        "counts": plan.counts,
        "tabs": tabs(plan.counts, added="To add"),
        "shown": _shown(request),
        "here": _query(request, page.number),
        "ticked": form["added"].value() or [],
    }
    return render(request, "members/member_import_report.html", context, status=status_of(form))


def _done(request, upload):
    report = Report(upload.report)
    page = Paginator(report.rows(_shown(request)), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": upload,
        "site": upload.site,
        "report": report,
        "page": page,
        "tabs": tabs(report.counts, added="Added"),
        "shown": _shown(request),
    }
    return render(request, "members/member_import_done.html", context)


@verb_view
def member_import_confirm(request, slug, pk):
    """Import the list, as it was chosen on the page that was sent."""
    upload = get_upload(request, slug, pk)
    if not upload.confirmed_at:
        form, page, plan = _check(request, upload)
        if not accepted(form, actions.choose_for_list, upload):
            return _checked(request, upload, form, page, plan)
    actions.confirm_upload(upload, by=request.user)
    if upload.people <= AT_ONCE:
        actions.import_upload(upload)
    return redirect(upload)


@by_itself
@page_view
def member_import_progress(request, slug, pk):
    """Show how far the import is: part of the page for htmx, which loads the report when it is done."""
    upload = get_upload(request, slug, pk, defer=("rows", "sheets", "report"))
    if not request.htmx:
        return redirect(upload)
    if upload.imported_at or upload.has_stopped or not upload.confirmed_at:
        return HttpResponse(headers={"HX-Redirect": upload.get_absolute_url()})
    return render(request, "members/_import_progress.html", {"upload": upload})


@page_view
def member_import_download(request, slug, pk):
    """Download the report of an import as CSV."""
    upload = get_upload(request, slug, pk)
    if not upload.imported_at:
        return redirect(upload)
    return HttpResponse(
        csv_for_excel(Report(upload.report).table()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{upload.pk}.csv"'},
    )
