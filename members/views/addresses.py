"""Changing the address that somebody signs in with: asking for it, and confirming it from the mail."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kit.confirming import confirmed
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, visitor_form_view
from members.actions.addresses import ask_for_address, confirm_address
from members.forms import AddressForm
from members.models import AddressChange


@form_view
@confirmed
def address_change(request):
    """Ask for a new address to sign in with."""
    form = form_for(request, AddressForm)
    if form.is_bound and form.is_valid() and not ratelimit.consume(request, action="address_change"):
        form.add_error(None, "You asked too often. Wait an hour, then try again.")
        return render(request, "members/address_change.html", {"form": form}, status=429)
    if accepted(form, ask_for_address, user=request.user):
        messages.success(
            request,
            "Open the link in the e-mail that we sent to the new address. Until then the old one stays.",
        )
        return redirect("members:my_details")
    return render(request, "members/address_change.html", {"form": form}, status=status_of(form))


@never_cache
@visitor_form_view
def address_confirm(request, token):
    """Ask for confirmation by a button, so that a mail scanner that follows the link confirms nothing."""
    change = AddressChange.objects.open().with_token(token).select_related("user").first()
    if change is None:
        raise Http404
    if request.method != "POST":
        return render(request, "members/address_confirm.html", {"change": change})
    confirm_address(change)
    logout(request)
    messages.success(request, "Your address has been changed. Sign in with the new one.")
    return redirect("account_login")
