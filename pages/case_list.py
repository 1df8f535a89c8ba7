"""The list of cases, each with its progress."""

import rules
from django.core.paginator import Paginator
from django.shortcuts import render

from cases.models import Case, Theme
from cases.models.case import CaseQuerySet
from kit.http import page_view, require_perm
from meetings.models import Meeting
from pages.case_progress import CaseProgress, with_progress
from sites_app.models import Site

PER_PAGE = 25


class Listed:
    """Cases with their progress, the newest first, for a paginator. Only the keys are put in order; the progress is worked out of
    those that are shown.
    """

    def __init__(self, cases: CaseQuerySet, user):
        self.cases, self.user = cases, user

    def __len__(self) -> int:
        return self.cases.count()

    def __getitem__(self, asked: slice) -> list[Case]:
        keys = list(self.cases.order_by("-offered_at", "-pk").values_list("pk", flat=True)[asked])
        cases = with_progress(Case.objects.visible_to(self.user).filter(pk__in=keys))
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
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "pages/case_list.html",
        {
            "page": Paginator(Listed(found, user), PER_PAGE).get_page(request.GET.get("page")),
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
