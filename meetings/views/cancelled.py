"""Where the pages of a cancelled meeting lead: nothing can be done at it any more."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect

from meetings.models import Meeting

CANCELLED = "This meeting was cancelled. What was recorded is on this page."


def led_from_cancelled(request, meeting: Meeting) -> HttpResponseRedirect | None:
    """Return a redirect to the page of a cancelled `meeting`, or None for any other meeting.

    What somebody sends all the same is refused by its action, with what they typed still on screen.
    """
    if request.method == "POST" or not meeting.is_cancelled:
        return None
    messages.info(request, CANCELLED)
    return redirect(meeting)
