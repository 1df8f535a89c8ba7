"""The page to edit a case, with what has helped in similar cases."""

import rules
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render

from cases.actions import cases as actions
from cases.forms.cases import CaseForm
from cases.models import Case, Discussion
from cases.views.cases import read_case, warn_of_suspicions
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm
from knowledge.library.helped_before import helped_before

FIELDS = [
    "title", "kind", "presentation", "learning", "shared_goal", "themes", "needs", "presenters",
    "is_live", "case_management",
]  # fmt: skip


@form_view
def case_edit(request, pk):
    """Show the form of a case, and save it."""
    case = read_case(request, pk)
    require_perm(
        request.user, "cases.edit_case", case,
        "Only the presenters (before the meeting) and the facilitator can change a case. Tell your facilitator what to correct.",
    )  # fmt: skip
    prefetch_related_objects([case], "themes", "needs", "presenters")  # the form and the page ask for them
    form = form_for(
        request, CaseForm, site=case.site, presenters_now=_presenters(case), case=case, initial=_initial(case)
    )
    if accepted(form, actions.edit, case, base_version=case.version, by=request.user):
        messages.success(request, "Saved. Earlier versions are kept.")
        warn_of_suspicions(request, form)
        return redirect(case)
    return _page(request, case, form, status=status_of(form))


def _presenters(case: Case) -> list[int]:
    return [member.pk for member in case.presenters.all()]


def _initial(case: Case) -> dict:
    """Return the initial data of the form: the case as it is saved."""
    many = {"themes": list(case.themes.all()), "needs": list(case.needs.all())}
    alone = {name: getattr(case, name) for name in FIELDS if name not in (*many, "presenters")}
    return {**alone, **many, "presenters": _presenters(case)}


def _page(request, case: Case, form: CaseForm, *, status: int):
    """Return the page with the form, its suspected identifiers, and what has helped in similar cases."""
    about = {
        "themes": [theme.name for theme in case.themes.all()],
        "needs": [need.name for need in case.needs.all()],
    }
    context = {
        "case": case,
        "form": form,
        "suspicions": form.suspicions,
        "steps": _steps_of(case),
        "discussion": _latest_discussion(request.user, case),
        "issues": case.issues.order_by("raised_at"),
        "helped_before": helped_before(case, request.user, **about),
        "has_words": any(about.values()),
    }
    return render(request, "pages/case_edit.html", context, status=status)


def _latest_discussion(user, case: Case) -> Discussion | None:
    """Return the last discussion that has begun, if `user` may add next steps to it."""
    if not rules.has_perm("next_steps.add_next_step", user, case):
        return None
    return case.discussions.filter(meeting__in=case.site.meetings.held()).last()


def _steps_of(case: Case) -> list:
    discussions = case.discussions.prefetch_related("next_steps__owner").select_related("meeting__site")
    return [step for discussion in discussions for step in discussion.next_steps.all()]
