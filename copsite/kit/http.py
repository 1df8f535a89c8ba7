"""What views share: verbs are POSTs by someone signed in, and every question of who may goes through one function."""

import rules
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST


def page_view(view):
    """A page for people who are signed in."""
    return login_required(view)


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
        raise PermissionDenied(
            sentence or "This is not yours to do. Ask your facilitator or the programme team."
        )


def csrf_failure(request, reason=""):
    """The page for a form that was open too long or came from elsewhere. Says how to keep what was typed."""
    return render(request, "403_csrf.html", status=403)
