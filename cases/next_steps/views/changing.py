"""Views that change a next step afterwards: edit its words, and remove it."""

from django.contrib import messages
from django.shortcuts import render

from cases.next_steps.actions.changes import edit_step, remove_step
from cases.next_steps.forms.steps import EditStepForm
from cases.next_steps.views.feedback import visible_step
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.leading import led_back
from kit.undoing import after_removal

FACILITATORS = "Only the facilitator can change a next step. Tell them what is wrong."


@form_view
def step_edit(request, pk):
    """Change the words of a next step, and when feedback is due."""
    step = visible_step(request, pk)
    require_perm(request.user, "next_steps.edit_next_step", step, FACILITATORS)
    form = form_for(request, EditStepForm, step=step)
    if accepted(form, edit_step, step, by=request.user):
        messages.success(request, "The next step has been saved. The earlier words are kept.")
        if step.discussion.meeting.is_closed and step.owner:
            messages.info(
                request, f"The e-mail about this meeting has already been sent. Tell {step.owner.first_name}."
            )
        return led_back(request, step.discussion.case)
    context = {"step": step, "case": step.discussion.case, "form": form}
    return render(request, "next_steps/step_edit.html", context, status=status_of(form))


@verb_view
def step_remove(request, pk):
    """Remove a next step."""
    step = visible_step(request, pk)
    require_perm(request.user, "next_steps.remove_next_step", step, FACILITATORS)
    case = step.discussion.case
    return after_removal(request, remove_step(step, by=request.user), to=case)
