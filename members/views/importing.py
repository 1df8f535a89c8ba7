"""A member list comes in: upload, which column is what, what would happen, confirm."""

import rules
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kit.errors import RefusedError
from kit.forms import status_of
from kit.http import form_view, require_perm, verb_view
from kit.spreadsheets import MOST_BYTES, read_table
from members import actions
from members.forms import UploadForm
from members.import_forms import ColumnsForm, DisciplinesForm
from members.importing import Plan
from members.models import MemberUpload
from sites_app.views import get_site


def get_upload(request, slug, pk) -> MemberUpload:
    """A list that this person uploaded for this site, or 404."""
    site = get_site(request, slug)
    require_perm(request.user, "members.import_members", site)
    uploads = MemberUpload.objects.filter(site=site, by=request.user).select_related("site__programme")
    return get_object_or_404(uploads, pk=pk)


@form_view
def member_import(request, slug):
    site = get_site(request, slug)
    require_perm(request.user, "members.import_members", site)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"joined_on": timezone.localdate()},
    )
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = actions.upload_members(
                site,
                rows=read_table(file.read(MOST_BYTES + 1)),
                file_name=file.name,
                joined_on=form.cleaned_data["joined_on"],
                by=request.user,
            )
        except RefusedError as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("members:member_import_mapping", site.slug, upload.pk)
    return render(request, "members/member_import.html", {"site": site, "form": form}, status=status_of(form))


@form_view
def member_import_mapping(request, slug, pk):
    upload = get_upload(request, slug, pk)
    if upload.imported_at:
        return redirect(upload)
    form = ColumnsForm(request.POST if request.method == "POST" else None, upload=upload)
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["heading_row"] != upload.heading_row:
                actions.choose_headings(upload, heading_row=form.cleaned_data["heading_row"])
                messages.info(request, "The columns are guessed anew from that row.")
                return redirect("members:member_import_mapping", upload.site.slug, upload.pk)
            actions.choose_columns(upload, columns=form.columns)
        except RefusedError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(upload)
    context = {
        "upload": upload,
        "site": upload.site,
        "form": form,
        "headings": upload.rows[upload.heading_row],
        "sample": upload.rows[upload.heading_row + 1 :][:4],
    }
    return render(request, "members/member_import_mapping.html", context, status=status_of(form))


@form_view
def member_import_report(request, slug, pk):
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
    form = DisciplinesForm(request.POST if request.method == "POST" else None, plan=plan, may_add=may_add)
    if form.is_bound and form.is_valid():
        actions.choose_disciplines(upload, disciplines=form.disciplines)
        return redirect(upload)
    counts = {each: plan.count(each) for each in ("added", "here", "refused")}
    context = {"upload": upload, "site": upload.site, "plan": plan, "form": form, "counts": counts}
    return render(request, "members/member_import_report.html", context, status=status_of(form))


@verb_view
def member_import_confirm(request, slug, pk):
    upload = get_upload(request, slug, pk)
    actions.import_members(upload, by=request.user)
    return redirect(upload)
