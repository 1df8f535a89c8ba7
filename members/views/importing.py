"""The pages of importing a member list: upload, columns, report, confirmation."""

import rules
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.scanning import refuse_infected
from kit.spreadsheets import MOST_BYTES, read_uploaded_sheets
from members import actions
from members.forms import UploadForm
from members.import_forms import ColumnsForm, DisciplinesForm
from members.importing import Plan
from members.models import MemberUpload
from sites_app.views import get_site


def get_upload(request, slug, pk) -> MemberUpload:
    """Return a list that this person uploaded for this site, or raise 404."""
    site = get_site(request, slug)
    require_perm(request.user, "members.import_members", site)
    uploads = MemberUpload.objects.filter(site=site, by=request.user).select_related("site__programme")
    return get_object_or_404(uploads, pk=pk)


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
    """Keep the rows of `file`, to be looked at before anybody is added."""
    data = file.read(MOST_BYTES + 1)
    refuse_infected(data)
    rows = read_uploaded_sheets(data)[0].rows
    return actions.upload_members(site, rows=rows, file_name=file.name, joined_on=joined_on, by=by)


@form_view
def member_import_mapping(request, slug, pk):
    """Choose what each column of an uploaded list is."""
    upload = get_upload(request, slug, pk)
    if upload.imported_at:
        return redirect(upload)
    form = form_for(request, ColumnsForm, upload=upload)
    row_before = upload.heading_row
    if chosen := accepted(form, _choose_columns, upload):
        if chosen.heading_row == row_before:
            return redirect(upload)
        messages.info(request, "The columns have been matched again from that row.")
        return redirect("members:member_import_mapping", upload.site.slug, upload.pk)
    context = {
        "upload": upload,
        "site": upload.site,
        "form": form,
        "headings": upload.rows[upload.heading_row],
        "sample": upload.rows[upload.heading_row + 1 :][:4],
    }
    return render(request, "members/member_import_mapping.html", context, status=status_of(form))


def _choose_columns(upload: MemberUpload, *, heading_row: int, columns: dict) -> MemberUpload:
    """Take another row for the headings, where one was chosen; else keep which column is what."""
    if heading_row != upload.heading_row:
        return actions.choose_headings(upload, heading_row=heading_row)
    return actions.choose_columns(upload, columns=columns)


@form_view
def member_import_report(request, slug, pk):
    """Show what importing the list would do, and choose what unknown roles mean."""
    upload = get_upload(request, slug, pk)
    if upload.imported_at:
        counts = {
            each: sum(row["outcome"] == each for row in upload.report)
            for each in ("added", "here", "refused")
        }
        context = {"upload": upload, "site": upload.site, "counts": counts}
        return render(request, "members/member_import_done.html", context)
    plan = Plan(upload)
    may_add = rules.has_perm("members.add_discipline", request.user, upload.site)
    form = form_for(request, DisciplinesForm, plan=plan, may_add=may_add)
    if accepted(form, actions.choose_disciplines, upload):
        return redirect(upload)
    counts = {each: plan.count(each) for each in ("added", "here", "refused")}
    context = {"upload": upload, "site": upload.site, "plan": plan, "form": form, "counts": counts}
    return render(request, "members/member_import_report.html", context, status=status_of(form))


@verb_view
def member_import_confirm(request, slug, pk):
    """Import the list."""
    upload = get_upload(request, slug, pk)
    actions.import_members(upload, by=request.user)
    return redirect(upload)
