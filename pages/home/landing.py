"""The public front page."""

from django.shortcuts import render

from pages.home.news import newest_write_ups, number_of_write_ups
from sites_app.models import Programme


def landing(request):
    """Show the front page to a visitor without an account. Everything on it is public."""
    programmes = list(Programme.objects.all())
    running = [programme for programme in programmes if programme.is_running]
    return render(
        request,
        "pages/landing.html",
        {
            "programme": running[0] if len(running) == 1 else None,
            "letters": running,
            "readings": newest_write_ups(request.user, most=3),
            "number_of_write_ups": number_of_write_ups(request.user),
        },
    )
