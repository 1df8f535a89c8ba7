"""The page to edit a case, with what has helped in similar cases."""

import rules
from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions import cases as actions
from cases.forms.cases import CaseForm
from cases.models import Case, Discussion
from cases.models.case import presented_exists
from cases.views.cases import warn_of_marks
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
    case = get_object_or_404(_as_the_form_needs(Case.objects.read_by(request.user)), pk=pk)
    require_perm(
        request.user, "cases.edit_case", case,
        "Only the presenters (before the meeting) and the facilitator can change a case. Tell your facilitator what to correct.",
    )  # fmt: skip
    form = form_for(
        request, CaseForm, site=case.site, presenters_now=_presenters(case), case=case, initial=_initial(case)
    )
    if accepted(form, actions.edit, case, base_version=case.version, by=request.user):
        messages.success(request, "Saved. Earlier versions are kept.")
        warn_of_marks(request, form)
        return redirect(case)
    return _page(request, case, form, status=status_of(form))


def _as_the_form_needs(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return `cases` with what the rules, the form and the page ask for."""
    return (
        cases.select_related("site__programme", "site__host")
        .prefetch_related("themes", "needs", "presenter_rows")
        .annotate(was_presented=presented_exists())
    )


def _presenters(case: Case) -> list[int]:
    return sorted(presenter.member_id for presenter in case.presenter_rows.all())


def _initial(case: Case) -> dict:
    """Return the initial data of the form: the case as it is saved."""
    many = {"themes": list(case.themes.all()), "needs": list(case.needs.all())}
    alone = {name: getattr(case, name) for name in FIELDS if name not in (*many, "presenters")}
    return {**alone, **many, "presenters": _presenters(case)}


def _page(request, case: Case, form: CaseForm, *, status: int):
    """Return the page with the form and what has helped in similar cases."""
    about = {
        "themes": [theme.name for theme in case.themes.all()],
        "needs": [need.name for need in case.needs.all()],
    }
    discussions = list(case.discussions.prefetch_related("next_steps__owner").select_related("meeting__site"))
    context = {
        "case": case,
        "form": form,
        "steps": [step for discussion in discussions for step in discussion.next_steps.all()],
        "discussion": _latest_discussion(request.user, case, discussions),
        "issues": case.issues.order_by("raised_at"),
        "helped_before": helped_before(case, request.user, **about),
        "has_words": any(about.values()),
    }
    return render(request, "pages/case_edit.html", context, status=status)


def _latest_discussion(user, case: Case, discussions: list[Discussion]) -> Discussion | None:
    """Return the last of the `discussions` that has begun, if `user` may add next steps to it."""
    if not rules.has_perm("next_steps.add_next_step", user, case):
        return None
    now = timezone.now()
    held = [each for each in discussions if not each.meeting.is_cancelled and each.meeting.starts_at <= now]
    return held[-1] if held else None
