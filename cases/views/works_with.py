"""Views of who works with the person of a case: all roles, and the reader's own service."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from cases.actions import works_with as actions
from cases.forms.works_with import WorksWithForm
from cases.views.cases import visible_case
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view


@form_view
def works_with_edit(request, pk):
    """Edit the roles that work with the person of a case."""
    case = visible_case(request, pk)
    require_perm(
        request.user,
        "cases.say_who_works_with",
        case,
        "Only presenters and the facilitator can record this for everyone. You can record it for your own service on the page of the case.",
    )
    form = form_for(
        request,
        WorksWithForm,
        case=case,
        initial={"roles": case.worked_with_by.all()},
    )
    if accepted(form, actions.say_who_works_with, case, by=request.user):
        messages.success(request, "Saved.")
        return redirect(case)
    context = {"case": case, "form": form}
    return render(request, "cases/works_with_edit.html", context, status=status_of(form))


@verb_view
def own_service_say(request, pk):
    """Record whether the reader's own service works with the person of a case."""
    case = visible_case(request, pk)
    require_perm(request.user, "cases.say_own_service", case)
    member = get_object_or_404(case.site.members.current(), pk__in=request.user.standing.member_ids)
    works_with = request.POST.get("works_with") == "yes"
    actions.say_own_service(case, member=member, works_with=works_with, by=request.user)
    messages.success(
        request,
        f"The case now says that a {member.role} works with the person."
        if works_with
        else f"The case no longer says that a {member.role} works with the person.",
    )
    return redirect(case)
