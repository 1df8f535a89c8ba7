"""Counts of issues for people who may not read them: by theme, for whole quarters, with small numbers rolled up."""

from collections.abc import Iterable
from datetime import date

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from cases.clearance.models import ClearedText
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueWording, ThemeFigures
from kit.dates import start_of_day
from kit.privacy.small_numbers import Thing, can_show_total, publishable_rows
from kit.queries import in_usual_order
from kit.words import by_name
from members.models import Role
from sites_app.models import Programme


def with_times_raised(issues):
    """Add `times_raised` and `sites_raised` to issues, counting the issues merged into them, and what other sites added.

    `first_added_on` is the earliest day that such a site named, or None.
    """
    merged = CommissionerIssue._base_manager.filter(merged_into=OuterRef("pk"))
    added = IssueAddition.objects.counted_with(OuterRef("pk"))
    raised_there = CommissionerIssue._base_manager.filter(
        merged_into=OuterRef(OuterRef("pk")), site=OuterRef("site")
    )
    sites_merged = merged.exclude(site=OuterRef("site"))
    sites_added = added.exclude(site=OuterRef("site")).exclude(Exists(raised_there))
    return in_usual_order(issues).annotate(
        times_raised=_one(merged, Count("pk")) + _one(added, Sum("times")) + 1,
        sites_raised=_one(sites_merged, Count("site", distinct=True))
        + _one(sites_added, Count("site", distinct=True))
        + 1,
        first_added_on=Subquery(added.order_by("on", "pk").values("on")[:1]),
    )


def _one(rows: QuerySet, counted: Aggregate) -> Coalesce:
    """Return what `counted` makes of all `rows` together, as a subquery; 0 if there are none."""
    totals = rows.order_by().annotate(of_all=Value(1)).values("of_all").annotate(total=counted)
    return Coalesce(Subquery(totals.values("total"), output_field=IntegerField()), 0)


def count_period(programme: Programme, first: date, until: date) -> dict | None:
    """Return how often each theme was raised in `programme` from the day `first` to the day before `until`, as JSON;
    {} if none was, and None if nothing of it can be shown.

    Counts the issues published for commissioners and those merged into them, on the day that each was raised or
    published, whichever is later; and how often other sites see them too, on the day that each was added or published.
    """
    found = [
        (theme, site)
        for theme, site, times, raised_at, published_at in [*_raised(programme), *_added(programme)]
        if start_of_day(first) <= max(raised_at, published_at) < start_of_day(until)
        for _ in range(times)
    ]
    if not found:
        return {}
    cells = publishable_cells(found, known=[{site} for _, site in found] + _commissioned(programme))
    return {"cells": cells} if cells else None


def _raised(programme: Programme):
    """Return theme, site, how often, when it was raised and when its words were first published, of each published issue."""
    issues = CommissionerIssue.objects.filter(site__programme=programme).annotate(
        published_at=_published_at("pk", "merged_into"), once=Value(1)
    )
    return (
        issues.filter(published_at__isnull=False)
        .order_by("pk")
        .values_list("theme", "site", "once", "raised_at", "published_at")
    )


def _added(programme: Programme):
    """Return the same of each site that sees a published issue too, with when it was added."""
    added = IssueAddition.objects.filter(site__programme=programme).annotate(
        published_at=_published_at("issue", "issue__merged_into")
    )
    return (
        added.filter(published_at__isnull=False)
        .order_by("pk")
        .values_list("issue__theme", "site", "times", "added_at", "published_at")
    )


def _published_at(issue: str, head: str) -> Subquery:
    """Return when words of the issue in one of these columns were first published."""
    first = IssueWording.objects.filter(
        Q(issue=OuterRef(issue)) | Q(issue=OuterRef(head)),
        cleared_text__in=ClearedText.objects.published(),
    ).order_by("cleared_text__publication__published_at")
    return Subquery(first.values("cleared_text__publication__published_at")[:1])


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
