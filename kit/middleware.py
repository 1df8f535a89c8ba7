"""What every request and response needs: text that can be kept, headers that keep pages private, refusals in words."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from kit.errors import RefusedError
from kit.http import bad_request


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


class ReadableRequestMiddleware:
    """Answers 400 where an address, a query or a cookie holds a NUL byte: no text of ours has one, and PostgreSQL keeps none.

    What is typed into a form is the form's to refuse, with the words still on screen; a view that passes such a value
    to PostgreSQL all the same gets the same 400 here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sent = [request.path_info, *request.COOKIES.values()]
        if "\0" in "".join(sent) or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, ValueError) and "NUL (0x00)" in str(exception):
            return bad_request(request)
        return None


class RefusalMiddleware:
    """Shows a RefusedError as a message on the page the person came from, so that views need no try/except.

    Views with a form in which something was typed take it through `kit.forms.accepted`, which catches it,
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
