"""The facilitator's pages: who was invited to a meeting, inviting somebody, answering a visit that was proposed, visits so far."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm, verb_view
from kit.words import when
from meetings.invitations import actions
from meetings.invitations.forms import DecideForm, GuestForm
from meetings.invitations.models import DateInvitation
from meetings.invitations.visits import visits_of_site
from meetings.models import Meeting
from meetings.views.cancelled import led_from_cancelled
from meetings.views.room import meeting_of
from members.known_names import IdentifierFinder
from sites_app.models import ProgrammeEvent, Site


@form_view
def guest_invite(request, pk):
    """Invite somebody to a meeting, and show who was invited."""
    meeting = meeting_of(request, pk)
    require_perm(request.user, "invitations.invite_guest", meeting)
    if left := led_from_cancelled(request, meeting):
        return left
    form = form_for(request, GuestForm, meeting=meeting, finder=IdentifierFinder(meeting.site))
    if invitation := accepted(form, actions.invite, meeting, by=request.user):
        messages.success(request, f"{invitation.name} is invited.")
        return redirect("invitations:guest_invite", pk=pk)
    found = meeting.invitations.filter(withdrawn_at__isnull=True).select_related("user", "visit")
    for each in found:
        each.meeting = meeting
    context = {"meeting": meeting, "form": form, "invitations": found}
    return render(request, "invitations/guest_invite.html", context, status=status_of(form))


def _invitation(request, pk) -> DateInvitation:
    """Return an invitation to a meeting of a site that this person reads, or to a date of their programme, or raise Http404."""
    events = ProgrammeEvent.objects.visible_to(request.user)
    rows = DateInvitation.objects.filter(
        Q(meeting__in=Meeting.objects.visible_to(request.user)) | Q(event__in=events)
    )
    reads = ("meeting__site__programme", "event__programme", "user", "visit")
    return get_object_or_404(rows.select_related(*reads), pk=pk)


@verb_view
def guest_withdraw(request, pk):
    """Withdraw an invitation."""
    invitation = _invitation(request, pk)
    require_perm(request.user, "invitations.invite_guest", invitation)
    actions.withdraw(invitation, by=request.user)
    messages.success(request, f"The invitation of {invitation.name} has been withdrawn.")
    if invitation.event:
        return redirect("events:event_people", pk=invitation.event_id)
    return redirect("invitations:guest_invite", pk=invitation.meeting_id)


@form_view
def visit_decide(request, pk):
    """Answer a visit that somebody proposed: yes, another date, or not this time."""
    invitation = _invitation(request, pk)
    if invitation.meeting is None:
        raise Http404
    require_perm(request.user, "invitations.answer_offer", invitation)
    meeting = invitation.meeting
    if request.method != "POST" and (invitation.is_closed or not invitation.is_proposed):
        messages.info(request, "This visit has been answered already, or the meeting is over.")
        return redirect(meeting)
    others = meeting.site.meetings.to_come().exclude(pk=meeting.pk)
    form = form_for(request, DecideForm, others=others)
    if decided := accepted(form, _decide, invitation, by=request.user):
        messages.success(request, _said(decided))
        return redirect("invitations:guest_invite", pk=decided.meeting_id)
    context = {"invitation": invitation, "meeting": meeting, "form": form}
    return render(request, "invitations/visit_decide.html", context, status=status_of(form))


def _decide(invitation: DateInvitation, *, decision: str, other: Meeting | None, by) -> DateInvitation:
    """Do what was chosen, and return the invitation that stands now."""
    if decision == DecideForm.Answer.YES:
        return actions.accept_visit(invitation, by=by)
    if decision == DecideForm.Answer.OTHER and other is not None:
        return actions.propose_date(invitation, meeting=other, by=by)
    return actions.decline_visit(invitation, by=by)


def _said(invitation: DateInvitation) -> str:
    if invitation.withdrawn_at is not None:
        return f"{invitation.name} can see that it does not suit this time."
    return f"{invitation.name} is invited on {when(invitation.meeting.starts_at)}."


@page_view
def visit_list(request, slug):
    """Show the visits of a site: who came, how often, and what was asked of them."""
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(
        request.user, "invitations.see_visits", site, "Only people at this site can see who visited it."
    )
    context = {"site": site, "visits": visits_of_site(site)}
    return render(request, "invitations/visit_list.html", context)
