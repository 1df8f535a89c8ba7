"""The page that an invitation opens: a form for somebody new, a button for somebody with an account."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kit.forms import accepted, form_for, status_of
from kit.http import visitor_form_view
from members import actions
from members.account_forms import InvitationForm, JoinForm
from members.models import Invitation, User
from members.signing_in import keep_as_chosen

A_MOMENT = timedelta(minutes=2)


@never_cache
@visitor_form_view
def invitation_accept(request, token):
    """Show the invitation with this token, and accept it."""
    invitations = Invitation.objects.select_related(
        "programme", "member__site", "member__discipline", "invited_by"
    ).prefetch_related("role_sites")
    invitation = get_object_or_404(invitations.behind(token))
    account = User.objects.filter(email=invitation.email).first()
    if account is not None and request.method == "POST":
        invitation.refresh_from_db()  # another press may have made the account since it was read
    if request.method == "POST" and not ratelimit.consume(request, action="accept_invitation"):
        return ratelimit.respond_429(request)
    if request.user.is_authenticated and invitation.accepted_by_id == request.user.pk:
        return redirect("home")
    if request.method == "POST" and _has_just_joined(request, invitation):
        get_adapter().login(request, invitation.accepted_by)
        return redirect("home")
    if not invitation.is_open:
        return render(request, "members/invitation_closed.html", {"invitation": invitation}, status=410)
    return _join(request, invitation, account)


def _has_just_joined(request, invitation) -> bool:
    """Return whether this is another press of the button with which a visitor made their account a moment ago.

    It proves that by the same password. Each press is answered by a session, since the browser may have let go of the
    answer to the first.
    """
    user = invitation.accepted_by
    if request.user.is_authenticated or user is None or user.date_joined < timezone.now() - A_MOMENT:
        return False
    return user.is_active and user.check_password(request.POST.get("password", ""))


def _join(request, invitation, account: User | None):
    """Show what it is about, and what this visitor has to do; do it on a POST. `account` is the one with its address."""
    is_own = request.user.is_authenticated and request.user == account
    form_class = JoinForm if account else InvitationForm
    form = form_for(request, form_class, invitation=invitation)
    may_join = is_own or (account is None and not request.user.is_authenticated)
    if request.method == "POST" and may_join:
        user = accepted(form, _accept, invitation=invitation, user=account)
        if user is None:
            invitation.refresh_from_db()
            user = invitation.accepted_by if _has_just_joined(request, invitation) else None
        if user is not None:
            if not is_own:
                get_adapter().login(request, user)
                keep_as_chosen(request, remember=False, shared=form.cleaned_data.get("shared", False))
            messages.success(request, f"Welcome, {user.get_short_name()}. This is your home page.")
            return redirect("home")
    context = {
        "invitation": invitation,
        "rules": invitation.programme.ground_rules.first(),
        "form": form,
        "account": account,
        "is_own": is_own,
    }
    return render(request, "members/invitation_accept.html", context, status=status_of(form))


@transaction.atomic
def _accept(*, invitation, user, name="", password=None, shared=False):
    """Accept an invitation, save the person's name, and record that they agreed to the ground rules they were shown."""
    is_new = user is None
    user = actions.accept_invitation(invitation, password=password, user=user)
    if is_new and name != user.name:
        actions.change_details(user, name=name, job_title=user.job_title, colour_mode=user.colour_mode)
    rules = invitation.programme.ground_rules.first()
    if rules is not None and invitation.member is not None:
        actions.agree(invitation.member, ground_rules=rules, on=timezone.localdate(), by=user)
    return user
