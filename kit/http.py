"""Decorators for views, the one function that asks for permissions, and the pages for requests that fail."""

from contextlib import suppress
from functools import wraps
from urllib.parse import urlsplit

import rules
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.editing import typed
from kit.leading import is_of_this_site, within
from kit.locking import TRIES, OvertakenError


def page_view(view):
    """Decorate a view that only shows a page to people who are signed in. Anything except GET and HEAD answers 405."""
    return require_safe(login_required(view))


def verb_view(view):
    """Decorate a view that carries out one action for people who are signed in. Anything except POST answers 405."""
    return require_POST(_signed_in(reading_again(view)))


def _signed_in(view):
    """Decorate a view that has no page: who is signed out comes back to the page that the button was on."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        back = request.headers.get("referer", "")
        page = urlsplit(back)._replace(scheme="", netloc="") if is_of_this_site(request, back) else None
        return redirect_to_login(page.geturl() if page else reverse("home"))

    return answer


def form_view(view):
    """Decorate a view with a form for people who are signed in: GET shows it, POST submits it, anything else
    answers 405.
    """
    return visitor_form_view(login_required(view))


def visitor_form_view(view):
    """Decorate a view with a form for people who need not sign in, such as whoever holds a link: as `form_view` otherwise."""
    return require_http_methods(["GET", "HEAD", "POST"])(reading_again(view))


def reading_again(view):
    """Decorate a view that calls `kit.forms.accepted`: it is run again from the start if somebody else saved what the form
    was compared with, before the form's verb had its lock. The form is then compared with what they saved.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        for _ in range(TRIES - 1):
            with suppress(OvertakenError):
                return view(request, *args, **kwargs)
            for file in request.FILES.values():
                file.seek(0)
        return view(request, *args, **kwargs)

    return answer


def by_itself(view):
    """Decorate a view that a script asks by itself, again and again: it does not count as something that the person did,
    so a session that was left alone ends in spite of it.
    """
    view.is_by_itself = True
    return view


def require_perm(user, perm: str, row=None, sentence: str = "") -> None:
    """Raise PermissionDenied (403) unless `user` has `perm` on `row`.

    This asks only the rules: Django's own `user.has_perm` returns True for every superuser. `sentence` says
    who can do it instead.
    """
    if not rules.has_perm(perm, user, row):
        raise PermissionDenied(sentence or "Ask your facilitator or the programme team.")


def redirect_within(request, address: str, *, otherwise: str = "home") -> HttpResponseRedirect:
    """Return a redirect to `address` if it is one of a page of this site, else to the page named `otherwise`.

    `address` is what somebody sent; Django's own `redirect` would take it for the name of a page.
    """
    return HttpResponseRedirect(within(request, address) or reverse(otherwise))


def csrf_failure(request, reason=""):
    """Show the page for a form that was open too long or came from another site. It says how to keep what was typed."""
    sent = typed.sent_with(request)
    page = sent.page if sent and not sent.is_empty and request.user.pk in (None, sent.page.user) else None
    return render(request, "403_csrf.html", {"page": page}, status=403)


class FileTooBigError(SuspiciousOperation):
    """More is sent than any form takes."""


GO_BACK = "Use your browser’s back button: what you typed should still be there."
TOO_MUCH = {  # what Django raises: the status, and the sentence
    RequestDataTooBig: (
        413,
        f"This is more text than we can save at once. {GO_BACK} Shorten it and save again.",
    ),
    FileTooBigError: (413, f"This file is larger than we can take. {GO_BACK} Choose a smaller file."),
    TooManyFieldsSent: (
        400,
        f"This form has more answers than we can save at once. {GO_BACK} Save it in parts.",
    ),
    TooManyFilesSent: (400, f"These are more files than we can save at once. {GO_BACK} Choose one file."),
}


def bad_request(request, exception=None):
    """Show the page for a request that cannot be read: bytes that are no text, or too much at once."""
    status, sentence = TOO_MUCH.get(type(exception), (400, ""))
    return render(request, "400.html", {"sentence": sentence}, status=status)


def form_status(view):
    """Decorate a view of another library, so that a POST that shows its form again answers 422, and 429 after
    too many wrong tries.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            codes = {error.code for errors in form.errors.as_data().values() for error in errors}
            response.status_code = 429 if codes & {"too_many_login_attempts", "rate_limited"} else 422
        return response

    return answer
