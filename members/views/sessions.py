"""Where somebody is signed in: the list of their sessions, ending one or all, and staying signed in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render

from kit.http import is_of_this_site, page_view, verb_view
from members import actions
from members.models import Session
from members.models.sessions import SHARED
from members.signing_in import BROWSER
from members.signing_out import clear_browser


@page_view
def session_list(request):
    """List where this person is signed in now, with this browser first."""
    rows = Session.objects.of(request.user)
    for row in rows:
        data = row.get_decoded()
        row.browser, row.is_shared = data.get(BROWSER, "A browser"), data.get(SHARED, False)
        row.is_here = row.pk == request.session.session_key
    rows.sort(key=lambda row: not row.is_here)
    return render(request, "members/session_list.html", {"sessions": rows})


@verb_view
def session_end(request, number):
    """Sign this person out in one other browser."""
    if not actions.end_session(request.user, number=number):
        raise Http404
    messages.success(request, "You have been signed out there.")
    return redirect("members:session_list")


@verb_view
def sign_out_everywhere(request):
    """Sign this person out on every computer and phone, and here."""
    actions.sign_out_everywhere(request.user)
    logout(request)
    messages.success(request, "You have been signed out everywhere. Sign in again to go on.")
    return clear_browser(request, redirect("account_login"))


@verb_view
def stay_signed_in(request):
    """Begin the time until this session ends anew, as any other request does. Return to the page, or to a script the
    seconds until then.
    """
    if request.accepts("text/html"):
        back = request.headers.get("referer", "")
        return redirect(back) if is_of_this_site(request, back) else redirect("home")
    return JsonResponse({"seconds": request.session.seconds_left})
