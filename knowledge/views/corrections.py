"""Pages that correct or take back: questions, publications, and evidence on a case."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.leading import led_back
from kit.undoing import after_removal
from knowledge.actions import corrections as actions
from knowledge.actions import publications
from knowledge.forms.evidence import QuestionEditForm
from knowledge.forms.publications import EvidenceEditForm
from knowledge.models import Evidence
from knowledge.views.evidence import attached_or_404
from knowledge.views.questions import question_or_404

ASKED = "Only the person who asked or the facilitator can change a question."


@form_view
def question_edit(request, pk):
    """Put a question into other words."""
    question = question_or_404(request, pk)
    require_perm(request.user, "knowledge.edit_question", question, ASKED)
    form = form_for(request, QuestionEditForm, initial={"words": question.words})
    if accepted(form, actions.edit_question, question, by=request.user):
        messages.success(request, "Your question has been saved. The earlier words are kept.")
        return led_back(request, question)
    context = {"form": form, "question": question}
    return render(request, "knowledge/question_edit.html", context, status=status_of(form))


@verb_view
def question_remove(request, pk):
    """Withdraw a question."""
    question = question_or_404(request, pk)
    require_perm(request.user, "knowledge.remove_question", question, ASKED)
    to = question.case or question.meeting or question.site
    return after_removal(request, actions.remove_question(question, by=request.user), to=to)


@verb_view
def question_hand_back(request, pk):
    """Give a question back, so that another broker can take it on."""
    question = question_or_404(request, pk)
    require_perm(
        request.user, "knowledge.hand_back_question", question, "You have not taken this question on."
    )
    actions.hand_back(question, by=request.user)
    messages.success(
        request, "Nobody is working on this question now. Another knowledge broker can take it on."
    )
    return redirect(question)


def _evidence(request, pk) -> Evidence:
    """Return the publication, or raise 404 for somebody who does not read the library."""
    found = Evidence.objects.visible_to(request.user).select_related("programme", "added_by")
    return get_object_or_404(found, pk=pk)


@form_view
def evidence_edit(request, pk):
    """Correct a publication in the library."""
    evidence = _evidence(request, pk)
    require_perm(
        request.user, "knowledge.edit_evidence", evidence, "Only knowledge brokers can change the library."
    )
    form = form_for(request, EvidenceEditForm, user=request.user, evidence=evidence)
    if accepted(form, publications.edit_evidence, evidence, by=request.user, error_on="doi"):
        messages.success(request, "The publication has been saved. The earlier words are kept.")
        return redirect(evidence)
    context = {"form": form, "evidence": evidence}
    return render(request, "knowledge/evidence_edit.html", context, status=status_of(form))


@verb_view
def evidence_remove(request, pk):
    """Remove a publication from the library."""
    evidence = _evidence(request, pk)
    require_perm(
        request.user, "knowledge.remove_evidence", evidence, "Only knowledge brokers can change the library."
    )
    removed = publications.remove_evidence(evidence, by=request.user)
    return after_removal(request, removed, to="knowledge:evidence_list")


@verb_view
def attached_remove(request, pk):
    """Remove evidence from a case."""
    attached = attached_or_404(request, pk)
    require_perm(
        request.user, "knowledge.remove_attached", attached, "Only knowledge brokers can remove evidence."
    )
    to = attached.question or attached.case
    return after_removal(request, actions.remove_attached(attached, by=request.user), to=to)


@verb_view
def attached_unreport(request, pk):
    """Record that evidence was not reported at a meeting after all."""
    attached = attached_or_404(request, pk)
    require_perm(request.user, "knowledge.report_evidence", attached)
    actions.unreport_evidence(attached, by=request.user)
    messages.success(request, "It is recorded as not reported yet.")
    return redirect(attached.question or attached.case)
