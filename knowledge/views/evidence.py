"""Pages of the evidence library, and of evidence on cases."""

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from cases.models import Case
from kit.bounds import number_in
from kit.files import file_response
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm, verb_view
from kit.search.finding import asked_for, matching
from knowledge.actions import evidence as actions
from knowledge.actions import publications
from knowledge.citations.meta import citation_meta, coins
from knowledge.citations.references import reference
from knowledge.forms.attaching import AttachForm, CaseToAttachForm
from knowledge.forms.evidence import BottomLineForm, EvidenceSearchForm, ReportForm
from knowledge.forms.exporting import ExportForm, kept
from knowledge.forms.publications import EvidenceForm
from knowledge.models import AttachedEvidence, Evidence
from knowledge.publications import item_of
from knowledge.searched import EVIDENCE
from knowledge.uploads import ENDINGS, content_type_of

PAGE = 25
EVIDENCE_BY = {"kind": "kind", "year": "year", "theme": "themes", "need": "needs"}


@page_view
def evidence_list(request):
    """Show the evidence library, and search it."""
    require_perm(request.user, "knowledge.read_evidence", sentence=NOT_A_MEMBER)
    form = EvidenceSearchForm(request.GET)
    found, mending = narrowed(Evidence.objects.visible_to(request.user), form)
    found = found.select_related("programme").prefetch_related("themes", "needs")
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "mending": mending,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "query": query.urlencode(),
        "export": ExportForm(),
        "kept": kept(request.GET),
        "several_programmes": len(request.user.standing.member_programmes) > 1,
    }
    return render(request, "knowledge/evidence_list.html", context, status=status_of(form))


def narrowed(found, form: EvidenceSearchForm) -> tuple:
    """Return the publications of `found` that the form asks for, and what was mended in its words; all if it is wrong."""
    if not form.is_valid():
        return found, None
    asked = dict(form.cleaned_data)
    found, mending = _searched(found, asked.pop("q"))
    return found.filter(**{EVIDENCE_BY[name]: value for name, value in asked.items() if value}), mending


def _searched(found, query: str) -> tuple:
    """Return the publications of `found` with the words of `query`, the best first, and what was mended in these."""
    mending = asked_for(query, {EVIDENCE: found})
    if not mending.terms:
        return found, None
    return matching(found, EVIDENCE, mending.terms).order_by("-rank", *Evidence._meta.ordering), mending


NOT_A_MEMBER = (
    "Only members of sites can see the evidence library. Evidence is also shown with each write-up."
)


@form_view
def evidence_add(request):
    """Show the form for a publication, and add it. With ?case= the next page attaches it to that case."""
    require_perm(request.user, "knowledge.add_evidence", sentence="Only knowledge brokers can add evidence.")
    form = form_for(request, EvidenceForm, user=request.user)
    case = Case.objects.visible_to(request.user).filter(pk=number_in(request.GET.get("case"))).first()
    if evidence := accepted(form, _add, form, by=request.user, error_on="doi"):
        if case is not None:
            return redirect(f"{reverse('knowledge:evidence_attach', args=[case.pk])}?evidence={evidence.pk}")
        messages.success(request, "It has been added to the library. You can attach it to a case.")
        return redirect(evidence)
    context = {"form": form, "case": case}
    return render(request, "knowledge/evidence_add.html", context, status=status_of(form))


def _add(form: EvidenceForm, *, by, **facts) -> Evidence:
    """Add the publication to the chosen programme. If it is there already, the form shows it."""
    programme = form.cleaned_data.get("programme") or form.only_programme
    require_perm(by, "knowledge.add_evidence", programme)
    try:
        return publications.add_evidence(programme, by=by, **facts)
    except publications.AlreadyListed as refusal:
        form.existing = refusal.evidence
        raise


@page_view
def evidence_detail(request, pk):
    """Show a publication, the cases of this reader that it is attached to, and those it could be attached to."""
    evidence = get_object_or_404(
        Evidence.objects.visible_to(request.user).select_related("programme", "added_by"), pk=pk
    )
    attached = (
        evidence.attachments.read_by(request.user)
        .with_reactions(request.user)
        .select_related("case__site", "reported_at__site")
    )
    form = None
    if rules.has_perm("knowledge.attach_evidence", request.user, evidence):
        cases = _cases_for(request.user, evidence)
        form = CaseToAttachForm(cases=cases) if cases.exists() else None
    item = item_of(evidence.publication)
    context = {"evidence": evidence, "attached": attached, "form": form, "export": ExportForm()}
    context |= {"reference": reference(item), "meta": citation_meta(item), "coins": coins(item)}
    return render(request, "knowledge/evidence_detail.html", context)


def _cases_for(user, evidence):
    """Return the cases of this reader to which the publication is not attached."""
    cases = Case.objects.visible_to(user).filter(site__programme=evidence.programme_id)
    return cases.exclude(attached_evidence__evidence=evidence).select_related("site")


@page_view
def evidence_file(request, pk):
    """Return the file of a publication as a download."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user).exclude(file=""), pk=pk)
    kind = _kind_of(evidence.file)
    name = f"{slugify(evidence.title)[:80] or 'evidence'}{ENDINGS.get(kind, '')}"
    kind = kind or "application/octet-stream"
    sent = file_response(request, evidence.file, name=name, content_type=kind, as_attachment=True)
    if sent is None:
        raise Http404
    return sent


def _kind_of(stored) -> str | None:
    """Return the type of a stored file by its first bytes. Raise Http404 if it is not there."""
    try:
        with stored.open("rb") as file:
            return content_type_of(file)
    except FileNotFoundError:
        raise Http404 from None


@page_view
def evidence_choose_case(request, pk):
    """Redirect to the form that attaches the publication to the chosen case, or show the cases that were looked for."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if "case-find" in request.GET:
        require_perm(request.user, "knowledge.attach_evidence", evidence)
        form = CaseToAttachForm(request.GET, cases=_cases_for(request.user, evidence))
        if not form.is_valid():
            context = {"evidence": evidence, "form": form}
            return render(request, "knowledge/evidence_choose_case.html", context, status=status_of(form))
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=number_in(request.GET.get("case")))
    return redirect(f"{reverse('knowledge:evidence_attach', args=[case.pk])}?evidence={evidence.pk}")


@form_view
def evidence_attach(request, pk):
    """Show the form that attaches evidence to a case, and attach it."""
    case = get_object_or_404(Case.objects.read_by(request.user).select_related("site__programme"), pk=pk)
    require_perm(
        request.user,
        "knowledge.attach_evidence",
        case,
        "Only knowledge brokers can attach evidence. Ask them a question instead.",
    )
    wanted = {name: number_in(request.GET.get(name)) for name in ("evidence", "question")}
    form = form_for(request, AttachForm, case=case, initial=wanted)
    if attached := accepted(form, actions.attach, case=case, by=request.user):
        if not attached.bottom_line:
            messages.info(request, "Attached. Add a bottom line so that people read it.")
        else:
            messages.success(request, f"Attached to {case.reference}. Report it at the next meeting.")
        return redirect(attached.question or case)
    context = {"form": form, "case": case}
    return render(request, "knowledge/evidence_attach.html", context, status=status_of(form))


@form_view
def attached_edit(request, pk):
    """Show the form for the bottom line, and save it."""
    attached = attached_or_404(request, pk)
    require_perm(
        request.user, "knowledge.edit_attached", attached, "Only knowledge brokers can write the bottom line."
    )
    first = {"bottom_line": attached.bottom_line, "why_here": attached.why_here}
    form = form_for(request, BottomLineForm, site=attached.case.site, initial=first)
    if accepted(form, actions.edit_attached, attached, by=request.user):
        messages.success(request, "Saved.")
        return redirect(attached.question or attached.case)
    context = {"form": form, "attached": attached, "case": attached.case}
    return render(request, "knowledge/attached_edit.html", context, status=status_of(form))


@form_view
def attached_report(request, pk):
    """Show the form for the meeting at which the evidence was reported, and save it."""
    attached = attached_or_404(request, pk)
    require_perm(request.user, "knowledge.report_evidence", attached)
    first = {"meeting": attached.reported_at_id}
    form = form_for(request, ReportForm, site_id=attached.case.site_id, initial=first)
    if accepted(form, actions.report_evidence, attached, by=request.user, error_on="meeting"):
        messages.success(request, f"Reported at {attached.reported_at.name}.")
        return redirect(attached.question or attached.case)
    context = {"form": form, "attached": attached, "case": attached.case}
    return render(request, "knowledge/attached_report.html", context, status=status_of(form))


@verb_view
def attached_react(request, pk):
    """Save a member's feedback on a piece of evidence."""
    attached = attached_or_404(request, pk)
    require_perm(
        request.user,
        "knowledge.react_to_evidence",
        attached,
        "Only members of the site can give feedback on evidence.",
    )
    member = request.user.memberships.current().get(site=attached.case.site_id)
    actions.react(attached, member=member, kind=request.POST.get("kind", ""), by=request.user)
    messages.success(request, "Thank you. The knowledge broker sees totals, not names.")
    return redirect(attached.case)


def attached_or_404(request, pk) -> AttachedEvidence:
    """Return the attached evidence if this person may read its case."""
    found = AttachedEvidence.objects.read_by(request.user)
    return get_object_or_404(
        found.select_related("case__site__programme", "evidence", "question", "reported_at"), pk=pk
    )
