"""The pages of what changes in a member's life: another name, another job or role."""

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from members import actions
from members.change_forms import JobForm, NameChangeForm
from members.models import Employment, Member, PastName, PastRole
from members.views.adding import job_of, with_organisation
from members.views.members import get_member


@form_view
def name_change(request, pk):
    """Record another name of a member, from a day on."""
    member = get_member(request, pk)
    require_perm(request.user, "members.edit_member", member)
    form = form_for(request, NameChangeForm, initial={"since": timezone.localdate()})
    if accepted(form, actions.change_name, member=member, by=request.user):
        messages.success(
            request, f"They are called {member} now. Papers of earlier days keep the earlier name."
        )
        return redirect("members:member_edit", member.pk)
    context = {"member": member, "form": form}
    return render(request, "members/name_change.html", context, status=status_of(form))


@form_view
def job_change(request, pk):
    """Record a member's new job or role."""
    member = get_member(request, pk)
    require_perm(request.user, "members.edit_member", member)
    form = form_for(request, JobForm, initial=job_of(member), programme=member.site.programme)
    form.read = [member.employments.filter(until=None).first() or Employment()]
    if accepted(form, with_organisation(actions.change_job), member=member, by=request.user):
        messages.success(request, f"The new job of {member} has been recorded.")
        return redirect("members:member_edit", member.pk)
    context = {"member": member, "form": form}
    return render(request, "members/job_change.html", context, status=status_of(form))


@verb_view
def name_take_back(request, pk):
    """Give a member an earlier name back: the change of it was recorded by mistake."""
    past = get_object_or_404(_of_visible(request, PastName), pk=pk)
    require_perm(request.user, "members.edit_member", past.member)
    member = actions.take_back_name(past, by=request.user)
    messages.success(request, f"They are called {member} again.")
    return redirect("members:member_edit", member.pk)


@verb_view
def role_take_back(request, pk):
    """Give a member an earlier role back: the change of it was recorded by mistake."""
    past = get_object_or_404(_of_visible(request, PastRole).select_related("discipline"), pk=pk)
    require_perm(request.user, "members.edit_member", past.member)
    member = actions.take_back_role(past, by=request.user)
    messages.success(request, f"The role of {member} is {member.role} again.")
    return redirect("members:member_edit", member.pk)


def _of_visible(request, past: type[PastName] | type[PastRole]) -> QuerySet:
    """Return the rows of `past` of the members that this person may see."""
    members = Member.objects.visible_to(request.user)
    return past._default_manager.filter(member__in=members).select_related("member__site__programme")
