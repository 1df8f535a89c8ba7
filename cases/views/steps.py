"""Next steps: agree on several at once, say how one went."""

import rules
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from cases.actions import steps as actions
from cases.forms.steps import FeedbackForm, NextStepsForm
from cases.models import Feedback, NextStep
from cases.views.cases import visible_discussion
from copsite.kit.errors import RefusedError
from copsite.kit.http import form_view, require_perm


@form_view
def next_step_add(request, pk):
    discussion = visible_discussion(request, pk)
    require_perm(request.user, "cases.add_next_step", discussion.case)
    form = NextStepsForm(request.POST if request.method == "POST" else None, discussion=discussion)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                for row in form.filled():
                    actions.add_next_step(discussion, by=request.user, **row)
        except RefusedError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The next steps are written down. They come back by themselves.")
            return redirect(discussion.case)
    return render(
        request,
        "cases/next_step_add.html",
        {
            "discussion": discussion,
            "case": discussion.case,
            "form": form,
            "steps": discussion.next_steps.select_related("owner", "due_meeting"),
        },
        status=422 if form.is_bound else 200,
    )


@form_view
def feedback_give(request, pk):
    step = get_object_or_404(
        NextStep.objects.visible_to(request.user).select_related(
            "discussion__case__site__programme", "discussion__meeting", "owner", "due_meeting"
        ),
        pk=pk,
    )
    require_perm(
        request.user, "cases.give_feedback", step,
        "Whoever took the step on says how it went, or the facilitator for them.",
    )  # fmt: skip
    for_anyone = rules.has_perm("cases.write_notes", request.user, step.discussion.case)
    form = FeedbackForm(request.POST if request.method == "POST" else None, step=step, for_anyone=for_anyone)
    if request.method == "POST" and form.is_valid():
        try:
            feedback = actions.give_feedback(step, by=request.user, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _thanks(feedback))
            return redirect(step.discussion.case if for_anyone else "home")
    earlier = list(step.feedback.select_related("meeting", "given_by"))
    return render(
        request,
        "cases/feedback_give.html",
        {
            "step": step,
            "case": step.discussion.case,
            "form": form,
            "earlier": earlier,
            "is_open": NextStep.objects.awaiting_feedback().filter(pk=step.pk).exists(),
        },
        status=422 if form.is_bound else 200,
    )


def _thanks(feedback: Feedback) -> str:
    if feedback.outcome == Feedback.Outcome.NO_LONGER_POSSIBLE:
        return "Written down. Nobody will be asked about this case any more."
    if feedback.outcome == Feedback.Outcome.NOT_YET:
        again = NextStep.objects.awaiting_feedback().filter(pk=feedback.next_step_id).exists()
        return (
            "Written down. It comes back once more."
            if again
            else "Written down. It will not come back again."
        )
    return "Written down. Everybody round the table reads it."
