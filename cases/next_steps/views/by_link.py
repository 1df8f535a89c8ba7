"""The page behind the signed link in an owner's mail, to give feedback on their next steps without signing in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from cases.next_steps import links
from cases.next_steps.actions.steps import give_feedback
from cases.next_steps.forms.steps import FeedbackForm
from cases.next_steps.models import NextStep
from cases.next_steps.returns import with_returns
from cases.next_steps.views.feedback import feedback_message
from kit.bounds import number_in
from kit.forms import accepted, status_of
from kit.http import visitor_form_view


@visitor_form_view
def my_steps(request, token):
    """Show the steps of the owner of a link, and record feedback on one."""
    opened = links.read(token)
    if opened is None:
        raise Http404
    if opened.has_ended:
        return _private(render(request, "members/link_ended.html", {"member": opened.member}, status=410))
    if opened.is_over:
        return _private(render(request, "next_steps/my_steps_closed.html", {"opened": opened}, status=410))
    answered = None
    if request.method == "POST":
        answered = _answer(request, opened)
        if answered.is_done:
            return _private(redirect("next_steps:my_steps", token=token))
    steps = (
        opened.steps.with_feedback_dates()
        .select_related("discussion__case__site", "discussion__meeting", "due_meeting")
        .prefetch_related("feedback")  # a form asks how often "not yet" was said
    )
    asked = [
        (step, answered if answered and answered.step_pk == step.pk else _form(step))
        for step in with_returns(steps)
    ]
    context = {"opened": opened, "asked": asked, "answered": answered, "token": token}
    return _private(
        render(request, "next_steps/my_steps.html", context, status=status_of(answered) if answered else 200)
    )


def _form(step, data=None) -> FeedbackForm:
    return FeedbackForm(data, step=step, for_anyone=False, prefix=f"step{step.pk}")


def _answer(request, opened) -> FeedbackForm:
    """Return the form of the step that was sent. Its `is_done` says whether the feedback was recorded."""
    pk = request.POST.get("step", "")
    mine = NextStep.objects.read_by_link(opened.member).select_related(
        "discussion__case", "discussion__meeting"
    )
    step = get_object_or_404(mine, pk=number_in(pk))
    form = _form(step, request.POST)
    feedback = accepted(form, give_feedback, step, given_by=opened.member, is_by_link=True, by=None)
    form.step_pk, form.is_done = step.pk, feedback is not None
    if feedback:
        messages.success(request, feedback_message(feedback))
    return form


def _private(response):
    """Keep search engines from listing the page. The middleware keeps it out of caches."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
