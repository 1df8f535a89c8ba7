"""Counts of issues for people who may not read them: by theme, for whole quarters, with small numbers rolled up."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery

from cases.clearance.models import ClearedText
from cases.commissioning.models import CommissionerIssue, IssueWording, ThemeFigures
from kit.dates import start_of_day
from kit.privacy.small_numbers import Thing, can_show_total, publishable_rows
from kit.queries import in_usual_order
from kit.words import by_name
from members.models import Role
from sites_app.models import Programme


def with_times_raised(issues):
    """Add `times_raised` and `sites_raised` to issues, counting the issues merged into them too."""
    return in_usual_order(issues).annotate(
        times_raised=Count("merged_issues", distinct=True) + 1,
        sites_raised=Count("merged_issues__site", distinct=True, filter=~Q(merged_issues__site=F("site")))
        + 1,
    )


def count_period(programme: Programme, first: date, until: date) -> dict | None:
    """Return how often each theme was raised in `programme` from the day `first` to the day before `until`, as JSON;
    {} if none was, and None if nothing of it can be shown.

    Counts the issues published for commissioners and those merged into them, on the day that each was raised or
    published, whichever is later.
    """
    found = [
        (theme, site)
        for theme, site, raised_at, published_at in _raised(programme)
        if start_of_day(first) <= max(raised_at, published_at) < start_of_day(until)
    ]
    if not found:
        return {}
    cells = publishable_cells(found, known=[{site} for _, site in found] + _commissioned(programme))
    return {"cells": cells} if cells else None


def _raised(programme: Programme):
    """Return theme, site, when it was raised and when its words were first published, of each published issue."""
    first = IssueWording.objects.filter(
        Q(issue=OuterRef("pk")) | Q(issue=OuterRef("merged_into")),
        cleared_text__in=ClearedText.objects.published(),
    ).order_by("cleared_text__publication__published_at")
    published = Subquery(first.values("cleared_text__publication__published_at")[:1])
    issues = CommissionerIssue.objects.filter(site__programme=programme).annotate(published_at=published)
    return (
        issues.filter(published_at__isnull=False)
        .order_by("pk")
        .values_list("theme", "site", "raised_at", "published_at")
    )


def _commissioned(programme: Programme) -> list[set[int]]:
    """Return the sites of each commissioner: the issues of these are known to them."""
    roles = Role.objects.current().filter(programme=programme, kind=Role.Kind.COMMISSIONER)
    return [{site.pk for site in role.sites.all()} for role in roles.prefetch_related("sites")]


def publishable_cells(raised: list[tuple[str, int]], known: Iterable[set[int]] = ()) -> list[list]:
    """Return [theme, count] of five or more for each theme of `raised`, pairs of a theme and a site, with the rest as one
    cell "" of five or more too. Nothing is small without the issues of one of the sets of sites in `known` either.

    If no theme can be shown (kit.privacy.small_numbers), "" counts all of them; if they are too few, return [].
    """
    things = [Thing(0, frozenset([theme])) for theme, _ in raised]
    mine = {frozenset(place for place, (_, site) in enumerate(raised) if site in sites) for sites in known}
    every = frozenset(range(len(things)))
    if not things or not can_show_total([every], mine):
        return []
    rows = publishable_rows(things, kinds=1, known=mine)
    return [[row.label, row.cells[0]] for row in rows] or [["", len(things)]]


def published_themes(programmes: Iterable[int]) -> list[ThemeFigures]:
    """Return the newest published counts by theme of each of `programmes`."""
    newest: dict[int, ThemeFigures] = {}
    rows = ThemeFigures.objects.filter(programme__in=programmes).select_related("programme")
    for row in rows.order_by("-first_on", "pk"):
        newest.setdefault(row.programme_id, row)
    return by_name(newest.values(), "programme.name")
