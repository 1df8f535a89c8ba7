"""Signing out, and what the browser then clears."""

from allauth.account import views as account


def sign_out(request):
    """Ask whether to sign out, and do it."""
    response = account.logout(request)
    return clear_browser(request, response) if request.method == "POST" else response


def clear_browser(request, response):
    """Have the browser clear what it stored of Copsite, if its script said that no words wait there to be sent."""
    if request.POST.get("nothing_unsent"):
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response
