"""The pages of a site's members: their details, the facilitators, and the seats that are wanted."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kit.confirming import confirmed
from kit.forms import accepted, form_for, status_of
from kit.holdings import held_by
from kit.http import form_view, require_perm, verb_view
from kit.models import AuditEvent, subject_of
from kit.undoing import after_removal, after_settling
from kit.words import day, figures
from members import actions
from members.audit_verbs import MemberVerb
from members.change_forms import MemberEditForm
from members.forms import (
    ComeBackForm,
    EndForm,
    FacilitationForm,
    LeaveForm,
    LeavingForm,
    MarkForm,
    SeatForm,
)
from members.models import Facilitation, Member
from members.views.adding import details_of, with_organisation
from sites_app.views import get_site


def get_member(request, pk) -> Member:
    """Return the member with this id and their site, or raise 404 for somebody who may not see them."""
    members = Member.objects.visible_to(request.user).select_related("site__programme", "discipline", "user")
    return get_object_or_404(members, pk=pk)


@form_view
def member_edit(request, pk):
    """Change the details of a member."""
    member = get_member(request, pk)
    require_perm(request.user, "members.edit_member", member)
    form = form_for(request, MemberEditForm, initial=details_of(member), programme=member.site.programme)
    before = _sent_again(member)
    if accepted(form, actions.edit_member, member=member, by=request.user):
        messages.success(request, f"The details of {member} have been saved.")
        if (again := _sent_again(member)) is not None and again != before:
            number = figures(int(again.note), "e-mail that was", "e-mails that were")
            messages.info(request, f"{number} not delivered will be sent again to {member.email}.")
        return redirect("member_list", member.site.slug)
    context = {
        "member": member,
        "form": form,
        "not_reached": Member.objects.filter(pk=member.pk).refused(),
        "sent_again": before,
        "employments": member.employments.select_related("organisation"),
        "past_roles": member.past_roles.select_related("discipline"),
        "past_names": list(member.past_names.all()),
        "overrides": member.mark_overrides.select_related("by"),
        "facilitations": member.facilitations.all(),
        "absences": member.absences.all(),
    }
    return render(request, "members/member_edit.html", context, status=status_of(form))


def _sent_again(member: Member) -> AuditEvent | None:
    """Return when and by whom mail that was not delivered was sent again to `member` the last time, if it ever was."""
    events = AuditEvent.objects.filter(subject=subject_of(member), verb=MemberVerb.SEND_AGAIN)
    return events.select_related("by").first()


@verb_view
def member_remove(request, pk):
    """Remove a member who was added by mistake."""
    member = get_member(request, pk)
    require_perm(request.user, "members.remove_member", member)
    to = reverse("member_list", args=[member.site.slug])
    return after_removal(request, actions.remove_member(member, by=request.user), to=to)


@form_view
def member_leave(request, pk):
    """Record that a member left, or correct the day and the reason of somebody who has."""
    member = get_member(request, pk)
    require_perm(request.user, "members.edit_member", member)
    if "was" in request.POST or (request.method == "GET" and member.left_on):
        return _correct_leaving(request, member)
    now = {"on": timezone.localdate()}
    held = [] if member.left_on else held_by(member, by=request.user)
    form = form_for(request, LeaveForm, initial=now, held=held)
    if settled := accepted(form, actions.leave_and_settle, member=member, by=request.user):
        messages.success(request, f"{member} has left. Their cases and attendance are kept.")
        return after_settling(request, settled, to=reverse("member_list", args=[member.site.slug]))
    return render(
        request, "members/member_leave.html", {"member": member, "form": form}, status=status_of(form)
    )


def _correct_leaving(request, member):
    now = {"on": member.left_on, "because": member.left_because, "was": member.left_on}
    form = form_for(request, LeavingForm, initial=now)
    opened_with = member.left_on if form.data.get("was") == str(member.left_on) else None

    def correct(**values):
        """Correct it from the day with which the page was opened."""
        return actions.correct_leaving(**values | {"was": opened_with})

    if accepted(form, correct, member=member, by=request.user):
        messages.success(request, f"{member} left on {day(member.left_on)}.")
        return redirect("members:member_edit", member.pk)
    return render(
        request, "members/member_leave.html", {"member": member, "form": form}, status=status_of(form)
    )


@form_view
def member_come_back(request, pk):
    """Record that a member who had left is back."""
    member = get_member(request, pk)
    require_perm(request.user, "members.edit_member", member)
    now = {"on": timezone.localdate()}
    form = form_for(request, ComeBackForm, initial=now)
    if accepted(form, actions.come_back, member=member, by=request.user):
        messages.success(request, f"{member} has rejoined.")
        return redirect("members:member_edit", member.pk)
    return render(
        request, "members/member_come_back.html", {"member": member, "form": form}, status=status_of(form)
    )


@form_view
def mark_override(request, pk):
    """Override a member's mark in figure 1."""
    member = get_member(request, pk)
    require_perm(request.user, "members.override_mark", member)
    now = {"since": timezone.localdate()}
    form = form_for(request, MarkForm, initial=now)
    if override := accepted(form, actions.override_mark, member=member, by=request.user):
        messages.success(
            request, f"{member} now has the status {override.mark}. The reason is shown with it."
        )
        return redirect("members:member_edit", member.pk)
    return render(
        request, "members/mark_override.html", {"member": member, "form": form}, status=status_of(form)
    )


@form_view
@confirmed
def facilitation_add(request, slug):
    """Appoint a facilitator: a member, or somebody new."""
    site = get_site(request, slug)
    require_perm(request.user, "members.appoint_facilitator", site)
    form = form_for(request, FacilitationForm, initial={"on": timezone.localdate()}, site=site)
    if facilitation := accepted(form, _appoint, site=site, by=request.user):
        messages.success(request, _appointed(facilitation.member))
        return redirect("member_list", site.slug)
    now = Facilitation.objects.on(timezone.localdate()).filter(member__site=site).select_related("member")
    context = {"site": site, "form": form, "facilitations": now}
    return render(request, "members/facilitation_add.html", context, status=status_of(form))


@transaction.atomic
def _appoint(
    *, site, name, discipline, email, organisation, agrees_to_contact, on, is_another, by, member=None
) -> Facilitation:
    """Add the person if they are new, have them facilitate, and invite them where that is possible."""
    if member is None:
        member = with_organisation(actions.add_member)(
            site=site, name=name, discipline=discipline, email=email, organisation=organisation, joined_on=on,
            agrees_to_contact=agrees_to_contact, is_another=is_another, by=by,
        )  # fmt: skip
    return actions.appoint_and_invite(member, on=on, by=by)


def _appointed(member: Member) -> str:
    if member.user_id is not None:
        return f"{member} facilitates {member.site}."
    if member.can_be_mailed:
        return (
            f"{member} facilitates {member.site}. An invitation to sign in has been sent to {member.email}."
        )
    return f"{member} facilitates {member.site}. To sign in they need an e-mail address, and must agree to receive e-mails."


@form_view
@confirmed
def facilitation_end(request, pk):
    """End a facilitation."""
    facilitations = Facilitation.objects.filter(member__in=Member.objects.visible_to(request.user))
    facilitation = get_object_or_404(facilitations.select_related("member__site", "member__user"), pk=pk)
    site = facilitation.member.site
    require_perm(request.user, "members.appoint_facilitator", site)
    now = {"on": timezone.localdate()}
    held = [] if facilitation.ended_on else held_by(facilitation, by=request.user)
    form = form_for(request, EndForm, initial=now, held=held)
    if settled := accepted(
        form, actions.end_facilitation_and_settle, facilitation=facilitation, by=request.user
    ):
        messages.success(
            request, f"{facilitation.member} no longer facilitates {site}, and is still a member."
        )
        return after_settling(request, settled, to=reverse("member_list", args=[site.slug]))
    context = {"facilitation": facilitation, "member": facilitation.member, "site": site, "form": form}
    return render(request, "members/facilitation_end.html", context, status=status_of(form))


@verb_view
def member_invite(request, pk):
    """Invite a member to have an account."""
    member = get_member(request, pk)
    require_perm(request.user, "members.invite_member", member)
    invitation = actions.invite_member(member, by=request.user)
    messages.success(request, f"An invitation has been sent to {invitation.email}.")
    return redirect("member_list", member.site.slug)


@form_view
def seat_list(request, slug):
    """List the seats that a site wants, and add one."""
    site = get_site(request, slug)
    require_perm(request.user, "members.want_seat", site)
    form = form_for(request, SeatForm, site=site)
    if seat := accepted(form, actions.want_seat, site=site, by=request.user):
        messages.success(request, f"{seat.discipline} has been added to the list.")
        return redirect("members:seat_list", site.slug)
    context = {"site": site, "form": form, "wanted": site.seat_targets.select_related("discipline")}
    return render(request, "members/seat_list.html", context, status=status_of(form))


@verb_view
def seat_remove(request, slug, pk):
    """Remove a seat that a site wants."""
    site = get_site(request, slug)
    require_perm(request.user, "members.want_seat", site)
    seat = get_object_or_404(site.seat_targets.select_related("discipline"), pk=pk)
    actions.stop_wanting_seat(site, discipline=seat.discipline, by=request.user)
    messages.success(request, f"{seat.discipline} has been removed from the list.")
    return redirect("members:seat_list", site.slug)
