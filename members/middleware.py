"""Middleware about who is signed in: sessions that are in use or over, and the second step that some have to set up."""

from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kit.editing import typed
from members.second_step import PUT_OFF, has_second_step, is_asked_of

OPEN = ("/accounts/", "/me/second-step/", "/static/", "/healthz")  # where it is set up, and signing out
REMEMBERED_FOR = 60  # seconds
LEFT_ALONE = (
    "You were signed out because nothing was done for a while. Sign in again to go on where you were."
)
OVER = (
    "You were signed out because it was a while since you signed in. Sign in again to go on where you were."
)


class SessionInUseMiddleware:
    """Let the time until a session ends begin anew with each thing that its person does, and tell them once it is over.

    What a script asks by itself (`kit.http.by_itself`), such as who else is in the meeting room, is nothing they did.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Count this request as a use of the session, or leave a message that the session is over."""
        if getattr(view, "is_by_itself", False):
            return
        if request.user.is_authenticated:
            request.session.use()
        elif request.session.ended_for and typed.NAME not in request.POST:  # else TypedMiddleware says it
            messages.info(request, LEFT_ALONE if request.session.was_left_alone else OVER)


class SecondStepMiddleware:
    """Show those who have to set up a second step the page that leads there, until they did or put it off.

    That nothing is missing is remembered for a minute: the meeting room saves as people type.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self._is_missing(request):
            return redirect(
                f"{reverse('members:second_step')}?{urlencode({'next': request.get_full_path()})}"
            )
        return self.get_response(request)

    def _is_missing(self, request) -> bool:
        if request.path.startswith(OPEN) or request.session.get(PUT_OFF):
            return False
        key = f"second-step-settled-{request.user.pk}"
        if cache.get(key):
            return False
        missing = is_asked_of(request.user) and not has_second_step(request.user)
        if not missing:
            cache.set(key, True, timeout=REMEMBERED_FOR)
        return missing
