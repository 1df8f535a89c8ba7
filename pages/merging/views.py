"""The pages that make one of two records of a person: choose the other, see what becomes of it, and do it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from kit.http import form_view, page_view, require_perm
from kit.words import by_name
from members.asking_who import who
from members.models import Member
from members.same_person import person_key
from members.views.members import get_member
from pages.merging.actions import merge_members
from pages.merging.plan import Plan

PAGE = 50


@page_view
def member_merge(request, pk):
    """List the other records of the site, those that may be the same person first."""
    member = get_member(request, pk)
    require_perm(request.user, "members.merge_members", member)
    others = by_name(member.site.members.exclude(pk=member.pk).select_related("discipline"))
    alike = {each.pk for each in others if person_key(each.name) == person_key(member.name)}
    others.sort(key=lambda each: each.pk not in alike)
    page = Paginator(others, PAGE).get_page(request.GET.get("page"))
    page.object_list = [(each, who(each), each.pk in alike) for each in page.object_list]  # type: ignore[assignment]
    return render(request, "pages/member_merge.html", {"member": member, "page": page})


@form_view
def member_merge_with(request, pk, other_pk):
    """Show what becomes of the two records, and make them one."""
    member = get_member(request, pk)
    require_perm(request.user, "members.merge_members", member)
    other = get_object_or_404(
        Member.objects.filter(site=member.site_id).select_related("discipline"), pk=other_pk
    )
    if request.method == "POST":
        name = other.name
        merge_members(member, gone=other, by=request.user)
        messages.success(request, f"The records {name} and {member} are one now. Check the details.")
        return redirect("members:member_edit", member.pk)
    plan = Plan(member, other)
    context = {"member": member, "other": other, "plan": plan, "refusal": plan.refusal(request.user),
               "kept": who(member), "gone": who(other)}  # fmt: skip
    return render(request, "pages/member_merge_with.html", context)
