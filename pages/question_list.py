"""The open questions for brokers, and answered ones, of all sites or of one."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kit.http import page_view, require_perm
from knowledge.forms.evidence import BottomLineForm
from knowledge.library import search
from knowledge.models import AttachedEvidence, Question, QuestionRelease
from sites_app.models import Site

PAGE = 25


@page_view
def question_list(request):
    """Show open questions by next meeting, answered ones, and anonymous versions for everyone."""
    require_perm(
        request.user, "knowledge.read_questions", sentence="Only members of sites can see "
        "questions. Anonymous versions are in the library."
    )  # fmt: skip
    show = request.GET.get("show", "open")
    slug = request.GET.get("site", "")
    site = get_object_or_404(Site.objects.visible_to(request.user), slug=slug) if slug else None
    of_site = {"site": site} if site else {}
    visible = Question.objects.visible_to(request.user).filter(**of_site)
    released = QuestionRelease.objects.readable_by(request.user)
    read = Question.objects.read_by(request.user).filter(**of_site)
    lists = {
        "open": read.open().with_attached().by_next_meeting(),
        "answered": read.filter(answered_at__isnull=False).with_attached().order_by("-answered_at", "-pk"),
        "everyone": released.select_related("cleared_text__publication", "cleared_text__site"),
    }
    if show not in lists:
        raise Http404
    counts = {"open": visible.open().count(), "answered": visible.filter(answered_at__isnull=False).count()}
    counts["everyone"] = released.count()
    labels = {"open": "Open", "answered": "Answered", "everyone": "For everyone"}
    page = Paginator(lists[show], PAGE).get_page(request.GET.get("page"))
    context = {
        "show": show,
        "page": page,
        "tabs": [
            {
                "label": f"{label} ({counts[name]})",
                "url": _address(name, site),
                "is_current": name == show,
            }
            for name, label in labels.items()
        ],
        "site": site,
        "query": _query(show, site),
        **(_first(request, page) if show == "open" else {}),
    }
    return render(request, "pages/question_list.html", context)


def _query(show: str, site: Site | None) -> str:
    """Return the query of a list: which questions, and of which site if not of all. Those for everyone are of no site."""
    of_site = {"site": site.slug} if site and show != "everyone" else {}
    return urlencode(({} if show == "open" else {"show": show}) | of_site)


def _address(show: str, site: Site | None) -> str:
    query = _query(show, site)
    return reverse("question_list") + (f"?{query}" if query else "")


def _first(request, page) -> dict:
    """Return the most urgent question with what the page shows about it."""
    questions = list(page)
    if not questions or page.number != 1:
        return {"others": questions}
    first = questions[0]
    attached = list(
        first.attached_evidence.read_by(request.user).select_related("evidence", "reported_at", "case__site")
    )
    without = next((one for one in attached if not one.bottom_line), None)
    library = search.library_for(request.user).filter(tags__facet="what", tags__value="question")
    mine = AttachedEvidence.objects.visible_to(request.user).filter(case__site=first.site_id)
    return {
        "first": first,
        "attached": attached,
        "without": without,
        "form": BottomLineForm(site=without.case.site, initial={"why_here": without.why_here})
        if without
        else None,
        "others": questions[1:],
        "similar": search.similar(library, first.words, most=2),
        "reactions": mine.reactions_in_all(),
    }
