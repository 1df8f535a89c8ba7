"""The list of cases, each with its progress."""

import rules
from django.shortcuts import render

from cases.models import Case, Theme
from kit.http import page_view, require_perm
from kit.keyset import page_of
from meetings.models import Meeting
from pages.case_progress import CaseProgress, with_progress
from sites_app.models import Site

PER_PAGE = 25


def listed(keys: list[int], user) -> list[Case]:
    """Return the cases with these keys in this order, with their progress, which is worked out of these alone."""
    cases = with_progress(Case.objects.visible_to(user).filter(pk__in=keys))
    found = cases.select_related("site__programme").in_bulk()
    return [found[key] for key in keys if key in found]


@page_view
def case_list(request):
    """Show the cases that this person may read."""
    require_perm(request.user, "cases.list_cases")
    user = request.user
    found = Case.objects.visible_to(user)
    sites = list(Site.objects.filter(pk__in=user.standing.reading_sites).select_related("programme"))
    site, theme, progress = (request.GET.get(name, "") for name in ("site", "theme", "state"))
    if site:
        found = found.filter(site__slug=site)
    if theme:
        found = found.filter(themes__slug=theme)
    if progress in CaseProgress.values:
        found = with_progress(found).filter(progress=progress)
    page = page_of(found, request.GET, moment="offered_at", size=PER_PAGE)
    query = request.GET.copy()
    for name in ("page", "after", "before"):
        query.pop(name, None)
    return render(
        request,
        "pages/case_list.html",
        {
            "page": page,
            "cases": listed(page.keys, user),
            "sites": sites,
            "themes": Theme.objects.filter(merged_into=None),
            "states": CaseProgress.choices,
            "chosen": {"site": site, "theme": theme, "state": progress},
            "query": query.urlencode(),
            "can_offer": any(rules.has_perm("cases.offer_case", user, each) for each in sites),
            "to_choose_for": _next_meetings(
                [each for each in sites if rules.has_perm("cases.discuss_case", user, each)]
            ),
        },
    )


def _next_meetings(sites) -> list[Meeting]:
    """Return the next meeting of each of `sites` in running programmes, soonest first, to choose cases for."""
    if not sites:
        return []
    meetings = Meeting.objects.upcoming().filter(site__in=sites, site__programme__ended_on__isnull=True)
    first = {}
    for meeting in meetings.select_related("site"):
        first.setdefault(meeting.site_id, meeting)
    return list(first.values())
