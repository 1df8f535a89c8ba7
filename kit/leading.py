"""Where a page leads to next: only to pages of this site, and back to the page that somebody came from."""

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request) -> str:
    """Return the address of the page in `?back=`, where somebody was who changes one thing of it, or "" for none."""
    return within(request, request.GET.get("back", ""))


def led_back(request, otherwise) -> HttpResponseRedirect:
    """Return a redirect to the page that this person came from, as `way_back` says, or else to `otherwise`."""
    return HttpResponseRedirect(way_back(request) or resolve_url(otherwise))


def within(request, address: str) -> str:
    """Return `address`, which somebody sent, if it is the path of a page of this site, or else ""."""
    return address if address.startswith("/") and is_of_this_site(request, address) else ""


def is_of_this_site(request, address: str) -> bool:
    """Return whether `address` is one of a page of this site, as secure as the `request`."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
