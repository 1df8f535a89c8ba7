"""The page of the search in the header."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.search.finding import asked_for
from kit.search.words import query_in
from pages.search.groups import HEADINGS, MOST_ALONE, groups_for, readable
from pages.search.help_pages import help_pages


@require_safe
def search(request):
    """Search everything that this person may read. `?in=` shows one group alone."""
    query = query_in(request.GET)
    only = request.GET.get("in", "")
    only = only if only in HEADINGS else ""
    of_help = [word for page in help_pages() for word in page.words]
    mending = asked_for(query, readable(request.user), besides=of_help)
    context = {"q": query, "only": only, "most_alone": MOST_ALONE, "has_terms": bool(mending.terms)}
    if mending.terms:
        groups = groups_for(request.user, mending.terms, only=only)
        context |= {"mending": mending, "groups": groups, "total": sum(group.total for group in groups)}
    return render(request, "pages/search/search.html", context)
