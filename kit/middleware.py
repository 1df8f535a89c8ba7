"""Middleware: headers that keep pages private, unreadable requests, forms done once, and refusals shown to people."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from kit import once
from kit.bounds import MOST_BYTES_SENT, MOST_DIGITS, number_in
from kit.editing import typed
from kit.errors import RefusedError
from kit.http import FileTooBigError, bad_request
from kit.leading import is_of_this_site, within
from kit.logs import SECRET_ARGUMENTS
from kit.refusals import sentence_of

SIGNED_OUT = "You were signed out. What you wrote is kept. Sign in to go back to it."
ANOTHERS_PAGE = "Somebody else was signed in when this page was opened. Nothing has been saved. Open the page again and write there."
LONGEST_ADDRESS = 500  # of a page that a press led to


class SecurityHeadersMiddleware:
    """Add security headers that Django has no setting for, and keep all pages out of caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)",
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.resolver_match and SECRET_ARGUMENTS & request.resolver_match.kwargs.keys():
            response["Referrer-Policy"] = "strict-origin"  # without the path, which is a secret
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store, private")
        return response


class ReadableRequestMiddleware:
    """Answer 400 where an address, a query or a cookie holds a NUL byte, which PostgreSQL cannot store, 404 where an
    address names a row by a number that no column holds, and 413 where more is sent than the largest file has: Django
    would write all of a file to the disk, whoever sends it, before a form looks at its size.

    A form refuses a NUL byte in what is typed, with the text still on screen. If a view passes one to
    PostgreSQL all the same, the answer is the same 400.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and number_in(length, digits=9) not in range(MOST_BYTES_SENT + 1):
            return bad_request(request, FileTooBigError())
        sent = [request.path_info, *request.COOKIES.values()]
        if "\0" in "".join(sent) or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        if any(len(part) > MOST_DIGITS and part.isdecimal() for part in request.path_info.split("/")):
            raise Http404
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Return the page for a bad request if PostgreSQL refused a NUL byte."""
        if isinstance(exception, ValueError) and "NUL (0x00)" in str(exception):
            return bad_request(request)
        return None


class OnceMiddleware:
    """Do a form once, however often its button is pressed: a second press is led to where the first one led."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if press := getattr(request, "press", None):
            is_done = response.status_code in (301, 302, 303) and not hasattr(request, "was_refused")
            has_signed_in = press.user_id is None and request.user.is_authenticated
            once.end(
                press, led_to=_kept_address(request, response.url) if is_done and not has_signed_in else ""
            )
        return response

    def process_view(self, request, view, args, kwargs):
        """Begin a press, or return the redirect that the same press led to before."""
        key = request.POST.get(once.NAME, "") if request.method == "POST" else ""
        if not key or len(key) > once.LONGEST_KEY or "\0" in key:
            return None
        user = request.user if request.user.is_authenticated else None
        digest = once.digest_of(request)
        while True:
            press, is_first = once.begin(user, key=key, digest=digest)
            if is_first:
                request.press = press
                return None
            try:
                led_to = once.awaited(press)
            except TimeoutError:
                return render(request, "refused.html", {"sentence": once.STILL_SAVING}, status=409)
            if led_to:
                return HttpResponseRedirect(request.get_full_path() if led_to == once.SAME_PAGE else led_to)


def _kept_address(request, address: str) -> str:
    """Return what is kept of the `address` that a press led to: nothing where it is too long."""
    if address == request.get_full_path():
        return once.SAME_PAGE
    return address if len(address) <= LONGEST_ADDRESS else ""


class TypedMiddleware:
    """Keep what somebody sent and could not save: not signed in any more, not allowed, refused, or a fault of ours.

    It is in the form again when they come back to its page. What is saved is kept no longer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        sent = typed.sent_with(request) if request.method == "POST" else None
        if sent is None or response.status_code == 200:
            return response
        if _is_done(request, response) or once.was_done(request, by=sent.page.user):
            typed.discard(sent.page, sent.label)
            return response
        is_kept = typed.keep(sent, key=once.new_key()) is not None
        if is_kept and response.status_code == 302 and not request.user.is_authenticated:
            messages.info(request, SIGNED_OUT)
            return redirect_to_login(sent.page.address)
        return response

    def process_view(self, request, view, args, kwargs):
        """Refuse what was typed on a page that somebody else had opened, and keep it for them."""
        sent = typed.Typed.read(request.POST) if request.method == "POST" else None
        if sent is None or not request.user.is_authenticated or sent.page.user == request.user.pk:
            return None
        typed.keep(sent, key=once.new_key())
        return render(request, "refused.html", {"sentence": ANOTHERS_PAGE}, status=409)


def _is_done(request, response) -> bool:
    """Return whether a form was saved, as the redirect says: not back with a refusal, nor to something asked first."""
    if response.status_code not in (301, 302, 303) or hasattr(request, "was_refused"):
        return False
    return request.user.is_authenticated and not response.url.startswith(settings.ASKED_FIRST)


class RefusalMiddleware:
    """Show a RefusedError, or what the database refuses, as a message on the page that the person came from, so that
    views need no try/except.

    Views with a form use `kit.forms.accepted`, which catches it, because a redirect would lose what was typed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Return a redirect to the person's page with the sentence as a message, or a page with the sentence."""
        sentence = exception.sentence if isinstance(exception, RefusedError) else None
        if isinstance(exception, IntegrityError):
            sentence = sentence_of(exception)
        if sentence is None:
            return None
        request.was_refused = True
        back = request.META.get("HTTP_REFERER", "")
        if request.method == "POST" and is_of_this_site(request, back):
            messages.error(request, sentence)
            return HttpResponseRedirect(back)
        facts = {"sentence": sentence, "back": within(request, _page_of_form(request))}
        return render(request, "refused.html", facts, status=409)


def _page_of_form(request) -> str:
    """Return the address of the page that the form which was sent was on, or "" where it does not say."""
    sent = typed.sent_with(request) if request.method == "POST" else None
    return sent.page.address if sent else ""
