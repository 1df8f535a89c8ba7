"""What views share: verbs are POSTs by someone signed in, and every question of who may goes through one function."""

from functools import wraps

import rules
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe


def page_view(view):
    """A page for people who are signed in. It is only read: anything but GET and HEAD answers 405."""
    return require_safe(login_required(view))


def verb_view(view):
    """A verb: POST only, signed in. A GET answers 405."""
    return require_POST(login_required(view))


def form_view(view):
    """A form for people who are signed in: GET shows it, POST does it, anything else answers 405."""
    return require_http_methods(["GET", "HEAD", "POST"])(login_required(view))


def require_perm(user, perm: str, row=None, sentence: str = "") -> None:
    """Raise PermissionDenied (403) unless `user` has `perm` on `row`.

    Asks the rules only: Django's own `user.has_perm` says yes to every superuser. `sentence` tells who can instead.
    """
    if not rules.has_perm(perm, user, row):
        raise PermissionDenied(sentence or "Ask your facilitator or the programme team.")


def csrf_failure(request, reason=""):
    """The page for a form that was open too long or came from elsewhere. Says how to keep what was typed."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request, exception=None):
    """The page for a request that can't be read: bytes that are no text, too many fields, a broken upload."""
    return render(request, "400.html", status=400)


def form_status(view):
    """For views of others: a POST that shows its form again answers 422, and 429 after too many wrong tries."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            codes = {error.code for errors in form.errors.as_data().values() for error in errors}
            response.status_code = 429 if codes & {"too_many_login_attempts", "rate_limited"} else 422
        return response

    return answer
