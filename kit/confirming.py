"""Confirming who one is before something grave: publishing for everyone, taking data out, changing roles.

Somebody may sit down at a computer that another person left. Whoever signed in or confirmed a short while ago is not
asked again; what was typed or pressed is kept, and goes on after the password, the code or the passkey.
"""

import time
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings


def require_confirmation(request) -> None:
    """Ask a signed-in person to confirm who they are, unless they signed in or confirmed a short while ago.

    allauth answers the exception with the page that asks, and repeats the request afterwards.
    """
    if request.user.is_authenticated and not has_confirmed_lately(request):
        raise ReauthenticationRequired


def has_confirmed_lately(request) -> bool:
    """Return whether the person signed in or confirmed within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds, or has no way
    to confirm.
    """
    records = get_authentication_records(request, request.user)
    if records and 0 <= time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return True
    return not get_reauthentication_flows(request.user)


def confirmed(view):
    """Decorate a view that asks for confirmation first, each time that it is opened."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        require_confirmation(request)
        return view(request, *args, **kwargs)

    answer.asks_for_confirmation = True  # type: ignore[attr-defined]
    return answer
