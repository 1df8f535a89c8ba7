"""Views of next steps: agree on several at once, give feedback on one, correct feedback."""

import rules
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.next_steps.actions import steps as actions
from cases.next_steps.actions.changes import correct_feedback, needs_a_reason
from cases.next_steps.forms.steps import CorrectionForm, FeedbackForm, NextStepsForm
from cases.next_steps.models import Feedback, FeedbackCorrection, NextStep
from cases.next_steps.returns import messages_about_cancelled, with_returns
from cases.views.cases import visible_discussion
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm
from kit.leading import led_back
from kit.words import month


@form_view
def next_step_add(request, pk):
    """Agree on next steps of a discussion."""
    discussion = visible_discussion(request, pk)
    require_perm(request.user, "next_steps.add_next_step", discussion.case)
    form = form_for(request, NextStepsForm, discussion=discussion)
    if steps := accepted(form, _add_next_steps, discussion, by=request.user):
        messages.success(
            request, "The next steps have been saved. They will be on the agenda when feedback is due."
        )
        for sentence in messages_about_cancelled(steps):
            messages.info(request, sentence)
        if discussion.meeting.is_closed:
            messages.info(
                request, "The e-mail about this meeting has already been sent. Tell the owners yourself."
            )
        return redirect(discussion.case)
    return render(
        request,
        "next_steps/next_step_add.html",
        {
            "discussion": discussion,
            "case": discussion.case,
            "form": form,
            "steps": discussion.next_steps.select_related("owner", "due_meeting"),
        },
        status=status_of(form),
    )


@transaction.atomic
def _add_next_steps(discussion, *, rows, by) -> list[NextStep]:
    """Add all of the steps, or none if one is refused."""
    return [actions.add_next_step(discussion, by=by, **row) for row in rows]


def visible_step(request, pk) -> NextStep:
    """Return the step `pk`, or raise Http404 if this person may not see it."""
    steps = NextStep.objects.read_by(request.user).select_related(
        "discussion__case__site__programme", "discussion__meeting", "owner", "due_meeting"
    )
    return get_object_or_404(steps, pk=pk)


@form_view
def feedback_give(request, pk):
    """Give feedback on a next step."""
    step = visible_step(request, pk)
    require_perm(
        request.user, "next_steps.give_feedback", step,
        "Only the owner or the facilitator can give feedback on this next step.",
    )  # fmt: skip
    for_anyone = rules.has_perm("cases.write_notes", request.user, step.discussion.case)
    form = form_for(request, FeedbackForm, step=step, for_anyone=for_anyone)
    if feedback := accepted(form, actions.give_feedback, step, by=request.user):
        messages.success(request, feedback_message(feedback))
        return redirect(step.discussion.case if for_anyone else "home")
    earlier = list(_with_corrections(step.feedback.select_related("meeting")))
    for answer in earlier:
        answer.next_step = step
        answer.can_be_corrected = rules.has_perm("next_steps.correct_feedback", request.user, answer)
    with_returns([step])
    return render(
        request,
        "next_steps/feedback_give.html",
        {
            "step": step,
            "case": step.discussion.case,
            "form": form,
            "earlier": earlier,
            "hand_overs": list(step.hand_overs.select_related("from_member", "to_member")),
            "is_open": NextStep.objects.awaiting_feedback().filter(pk=step.pk).exists(),
        },
        status=status_of(form),
    )


@form_view
def feedback_correct(request, pk):
    """Correct feedback."""
    answers = Feedback.objects.read_by(request.user)
    feedback = get_object_or_404(
        _with_corrections(answers).select_related(
            "meeting",
            "next_step__owner",
            "next_step__discussion__case__site",
            "next_step__discussion__meeting",
        ),
        pk=pk,
    )
    require_perm(
        request.user, "next_steps.correct_feedback", feedback,
        "Only the person who gave this feedback or the facilitator can correct it.",
    )  # fmt: skip
    form = form_for(
        request,
        CorrectionForm,
        feedback=feedback,
        needs_reason=needs_a_reason(feedback),
    )
    changed = accepted(form, correct_feedback, feedback, by=request.user)
    if form.is_bound and not form.errors:
        words = "The feedback has been corrected. The earlier feedback is kept."
        messages.success(request, words if changed else "Nothing was changed.")
        return led_back(request, reverse("next_steps:feedback_give", args=[feedback.next_step_id]))
    step = feedback.next_step
    context = {"feedback": feedback, "step": step, "case": step.discussion.case, "form": form}
    return render(request, "next_steps/feedback_correct.html", context, status=status_of(form))


def _with_corrections(answers):
    """Fetch who gave and recorded each feedback, and its corrections."""
    corrections = FeedbackCorrection.objects.select_related("by")
    return answers.with_attribution().prefetch_related(Prefetch("corrections", corrections))


def feedback_message(feedback: Feedback) -> str:
    """Return the message shown once feedback is recorded."""
    if feedback.outcome == Feedback.Outcome.NO_LONGER_POSSIBLE:
        return "Saved. We will not ask about this case again."
    if feedback.outcome == Feedback.Outcome.NOT_YET:
        when = f"in {month(feedback.ask_again_from)}" if feedback.ask_again_from else "at the next meeting"
        return f"Saved. We will ask again {when}."
    return "Saved. Everyone in the group can read it."
