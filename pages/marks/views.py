"""Marks while somebody writes: what is found in a text, keeping a word, and taking that back. Nothing typed is stored."""

from functools import wraps

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kit.editing.typed import Page
from kit.errors import RefusedError
from kit.http import by_itself
from kit.privacy.identifiers import IdentifierKind
from kit.privacy.marks import LOOKED_FOR, marks_of
from members.actions.kept_words import keep_word, unkeep_word
from members.models import KeptWord
from pages.marks.as_json import as_json
from pages.marks.finders import finder_for, site_of_page
from sites_app.models import Site

LONGEST = 50_000  # characters of a text
TOO_LONG = f"This is longer than {LONGEST:,} characters. Shorten it to see marks."
SIGNED_OUT = "You are signed out. Sign in again to see marks."
NO_PAGE = "Open the page again to see marks. What you typed is kept."
NO_SITE = (
    "Words can only be kept in texts of your own site. Change this one, or leave it for the reader to decide."
)
NO_REASON = "Choose one of the marks and one of the four reasons."


def answered_in_words(view):
    """Decorate a view that a script calls: it answers in JSON, which nobody stores, for whose page it is."""

    @wraps(view)
    def answer(request):
        page = Page.read(request.POST.get("of", ""))
        if page and page.is_of(request.user):
            response = view(request, page)
        elif page or not request.user.is_authenticated:
            response = _sentence(SIGNED_OUT, 401)
        else:
            response = _sentence(NO_PAGE, 422)
        response["Cache-Control"] = "no-store, private"
        return response

    return require_POST(by_itself(answer))


@answered_in_words
def marks(request, page: Page):
    """Return the marks of a text as JSON. The text is neither stored nor written to a log."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        return _sentence(TOO_LONG, 413)
    site = site_of_page(page, request.user)
    found = marks_of(text, finder_for(page, request.user), today=timezone.localdate())
    return JsonResponse(
        {"flags": as_json(text, found), "looked_for": LOOKED_FOR, "can_keep": site is not None}
    )


@answered_in_words
def marks_keep(request, page: Page):
    """Keep a word at the site that the page is about, for one of four reasons. Return the reason in words."""
    site, passage, kind = _what_is_kept(request, page)
    if site is None:
        return _sentence(NO_SITE, 422)
    reason = request.POST.get("reason", "")
    if kind not in IdentifierKind or reason not in KeptWord.Reason:
        return _sentence(NO_REASON, 422)
    try:
        kept = keep_word(site, word=passage, kind=kind, reason=KeptWord.Reason(reason), by=request.user)
    except RefusedError as refusal:
        return _sentence(refusal.sentence, 422)
    return JsonResponse({"kept": kept.get_reason_display()})


@answered_in_words
def marks_unkeep(request, page: Page):
    """Take back that a word is kept at the site that the page is about."""
    site, passage, kind = _what_is_kept(request, page)
    if site is None or kind not in IdentifierKind:
        return _sentence(NO_SITE, 422)
    unkeep_word(site, word=passage, kind=kind, by=request.user)
    return JsonResponse({"kept": None})


def _what_is_kept(request, page: Page) -> tuple[Site | None, str, str]:
    passage = request.POST.get("passage", "").replace("\r\n", "\n")
    return site_of_page(page, request.user), passage, request.POST.get("kind", "")


def _sentence(words: str, status: int) -> JsonResponse:
    return JsonResponse({"words": words}, status=status)
