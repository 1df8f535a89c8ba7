"""What is typed in a form and not saved yet: the address that pages send it to, and throwing it away."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kit.editing import typed
from kit.http import verb_view
from kit.words import clock

SIGNED_OUT = "You are signed out. What you wrote is kept. Sign in again to go on."
NOT_KEPT = "This cannot be kept as a draft. Save the form, or shorten it."


@require_POST
def typed_keep(request):
    """Keep what is typed in a form as a draft of the person whose page it is. Return JSON."""
    sent, key = typed.sent_with(request), request.POST.get("key", "")[:64]
    if not request.user.is_authenticated or (sent and sent.page.user != request.user.pk):
        return JsonResponse({"state": "signed out", "words": SIGNED_OUT}, status=401)
    if sent is None or not key or "\0" in key:
        return JsonResponse({"state": "refused", "words": NOT_KEPT}, status=422)
    sent.answers.pop("key", None)
    if typed.keep(sent, key=key) is None:
        return JsonResponse({"state": "refused", "words": NOT_KEPT}, status=422)
    return JsonResponse({"state": "draft", "at": clock(timezone.now())})


@verb_view
def typed_discard(request):
    """Throw away what this person typed in a form and did not save, and show its page again."""
    page = typed.Page.read(request.POST.get(typed.NAME, ""))
    if page is None or page.user != request.user.pk:
        raise Http404
    if typed.discard(page, request.POST.get("label", "")):
        messages.success(request, "What you had not saved has been discarded.")
    return HttpResponseRedirect(page.address)
