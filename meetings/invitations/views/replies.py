"""The pages of those who are invited: their invitation, replying by the link in a mail, and "I could come"."""

import rules
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, visitor_form_view
from meetings.invitations import actions
from meetings.invitations.forms import InvitationReplyForm, OfferForm
from meetings.invitations.models import DateInvitation
from members.models import GroundRules
from sites_app.models import Site

READS = ("meeting__site__programme", "event__programme", "user", "invited_by", "visit")


@form_view
def invitation_detail(request, pk):
    """Show somebody the invitation that is theirs, and take their reply."""
    found = DateInvitation.objects.filter(user=request.user).select_related(*READS)
    invitation = get_object_or_404(found, pk=pk)
    require_perm(request.user, "invitations.answer_invitation", invitation)
    form, said = _answered(request, invitation, by=request.user)
    if said:
        messages.success(request, "Thank you. Your answer has been saved.")
        return redirect(invitation)
    return _page(request, invitation, form)


@visitor_form_view
def invitation_reply(request, token):
    """Reply to an invitation by the link in a mail, without signing in."""
    found = DateInvitation.objects.behind(token).select_related(*READS).first()
    if found is None:
        if DateInvitation.objects.was_ever(token):
            return render(request, "members/link_ended.html", status=410)
        raise Http404
    if found.withdrawn_at is not None or (found.user is not None and not found.user.is_active):
        return render(request, "members/link_ended.html", status=410)
    if found.is_closed:
        context = {"meeting": found.date, "noun": found.noun}
        return render(request, "meetings/reply_closed.html", context, status=410)
    form, said = _answered(request, found, by=None)
    return _page(request, found, form, said=bool(said))


def _answered(request, invitation: DateInvitation, *, by):
    """Return the form, and the invitation if this request replied to it."""
    initial = {"coming": invitation.coming} if invitation.coming else {}
    form = form_for(request, InvitationReplyForm, initial=initial, invitation=invitation)
    return form, accepted(form, actions.answer, invitation, by=by)


def _page(request, invitation: DateInvitation, form, *, said: bool = False):
    context = {
        "invitation": invitation,
        "date": invitation.date,
        "form": form,
        "said": said,
        "rules": invitation.date.ground_rules,
        "opens_date": rules.has_perm(
            "events.see_event" if invitation.event else "meetings.read_meeting", request.user, invitation.date
        ),
    }
    return render(request, "invitations/invitation_detail.html", context, status=status_of(form))


@form_view
def visit_offer(request, slug):
    """ "I could come": propose a visit to a meeting of a site."""
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("programme"), slug=slug)
    require_perm(
        request.user, "invitations.offer_visit", site, "Only commissioners of this site can propose a visit."
    )
    coming = site.meetings.to_come()
    ground_rules = GroundRules.objects.filter(programme=site.programme_id).order_by("-version").first()
    form = form_for(request, OfferForm, meetings=coming, has_rules=ground_rules is not None)
    if invitation := accepted(form, actions.offer_visit, by=request.user):
        said = "The facilitator will answer you." if invitation.is_proposed else "You are expected."
        messages.success(request, f"Thank you. {said}")
        return redirect(invitation)
    context = {
        "site": site,
        "form": form,
        "rules": ground_rules,
        "is_any": coming.exists(),
        "mine": DateInvitation.objects.filter(user=request.user, meeting__site=site)
        .to_come()
        .filter(withdrawn_at__isnull=True)
        .select_related("meeting"),
    }
    return render(request, "invitations/visit_offer.html", context, status=status_of(form))
