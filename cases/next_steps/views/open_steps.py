"""Views of a site's open next steps: the list, and changing the owner of one."""

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.next_steps.actions.changes import hand_over
from cases.next_steps.forms.steps import HandOverForm
from cases.next_steps.models import NextStep
from cases.next_steps.returns import with_returns
from cases.next_steps.tallies import tallies_of
from cases.next_steps.views.feedback import visible_step
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm
from sites_app.models import Site

PER_PAGE = 25


@page_view
def next_step_list(request, slug):
    """Show the next steps of a site that await feedback."""
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(
        request.user, "next_steps.list_next_steps", site,
        "Only people at this site can see its next steps. You can see its totals.",
    )  # fmt: skip
    steps = (
        NextStep.objects.read_by(request.user)
        .awaiting_feedback()
        .filter(discussion__meeting__site=site, discussion__meeting__starts_at__lte=timezone.now())
        .with_feedback_dates()
        .select_related("owner__user", "discussion__case__site", "discussion__meeting", "due_meeting")
    )
    steps = sorted(with_returns(steps), key=_sort_key)
    for step in steps:
        step.group = _group(step)
    page = Paginator(steps, PER_PAGE).get_page(request.GET.get("page"))
    answers_for_all = rules.has_perm("next_steps.follow_up_steps", request.user, site)
    context = {
        "site": site,
        "page": page,
        "tally": tallies_of([site])[site.pk],
        "overdue": sum(step.group == OVERDUE for step in steps),
        "answers_for_all": answers_for_all,
        "own": request.user.standing.member_ids,
    }
    return render(request, "next_steps/next_step_list.html", context)


OVERDUE, NOBODYS, NO_DATE = "overdue", "nobody", "no date"


def _group(step):
    """Return the group of a step: overdue, without an owner, without a date, or the meeting where feedback is due."""
    if step.is_nobodys:
        return NOBODYS
    if step.returns.is_overdue:
        return OVERDUE
    return step.returns.at or NO_DATE


def _sort_key(step) -> tuple:
    """Return the key to sort steps by: overdue ones first, then those without an owner, then by the meeting where
    feedback is due."""
    order = {OVERDUE: 0, NOBODYS: 1, NO_DATE: 3}
    at = step.returns.at.starts_at if step.returns.at else step.discussion.meeting.starts_at
    return order.get(_group(step), 2), at, step.discussion.meeting.starts_at, step.position, step.pk


@form_view
def step_hand_over(request, pk):
    """Change the owner of a next step."""
    step = visible_step(request, pk)
    require_perm(
        request.user, "next_steps.hand_over_step", step,
        "Only the facilitator can change the owner of a next step. Tell them who could try it.",
    )  # fmt: skip
    form = form_for(request, HandOverForm, step=step)
    if done := accepted(form, hand_over, next_step=step, by=request.user):
        messages.success(request, f"{done.owner.name} is now the owner. Tell them yourself.")
        return redirect("next_steps:next_step_list", slug=step.discussion.case.site.slug)
    context = {"step": step, "case": step.discussion.case, "form": form}
    return render(request, "next_steps/step_hand_over.html", context, status=status_of(form))
