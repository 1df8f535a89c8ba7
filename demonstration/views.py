"""The pages of the demonstration: signing in as one of the people, and reading the mail. They need DEMONSTRATION."""

from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from demonstration.mailbox import sent_message, sent_messages
from demonstration.people import SIGN_INS
from kit.errors import RefusedError
from kit.http import redirect_within
from members.models import User
from members.signing_in import BROWSER, browser_of

SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


def demonstration_only(view):
    """Decorate a view that answers 404 if this is not a demonstration."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@demonstration_only
@require_POST
def sign_in(request):
    """Sign in as one of the people of the sign-in page."""
    person = next((one for one in SIGN_INS if one["email"] == request.POST.get("email")), None)
    if person is None:
        raise Http404
    user = User.objects.filter(email=person["email"], is_active=True).first()
    if user is None:
        raise RefusedError(
            f"{person['name']} has not been loaded yet. Load the demonstration: manage.py demo"
        )
    login(request, user, backend=SIGN_IN_BACKEND)
    record_authentication(request, user, method="demonstration")
    request.session[BROWSER] = browser_of(request)
    return redirect_within(request, request.POST.get("next", ""))


@demonstration_only
@require_safe
def mail_list(request):
    """List the stored mail."""
    page = Paginator(sent_messages(), 25).get_page(request.GET.get("page"))
    return render(request, "demonstration/mail_list.html", {"page": page})


@demonstration_only
@require_safe
def mail_detail(request, name):
    """Show one mail."""
    found = sent_message(name)
    if found is None:
        raise Http404
    return render(request, "demonstration/mail_detail.html", {"letter": found})


@demonstration_only
@require_safe
def mail_html(request, name):
    """Return the HTML part of a mail, sandboxed: it may have styles and links, and nothing else."""
    found = sent_message(name)
    if found is None or not found.html:
        raise Http404
    response = HttpResponse(found.html)
    response["Content-Security-Policy"] = LETTER_POLICY
    return response
