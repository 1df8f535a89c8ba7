"""Two things every response needs: the headers that keep pages private, and refusals shown in words."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from copsite.kit.errors import RefusedError


class SecurityHeadersMiddleware:
    """Headers that Django has no setting for. Pages of people who are signed in are never kept by a cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)",
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store, private")
        return response


class RefusalMiddleware:
    """Shows a RefusedError as a message on the page the person came from, so that views need no try/except.

    Views with a form in which something was typed catch it themselves (`form.add_error(None, error.sentence)`),
    because a redirect would lose what was typed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, RefusedError):
            return None
        back = request.META.get("HTTP_REFERER", "")
        own = url_has_allowed_host_and_scheme(
            back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        if request.method == "POST" and own:
            messages.error(request, exception.sentence)
            return HttpResponseRedirect(back)
        return render(request, "refused.html", {"sentence": exception.sentence}, status=409)
