"""Counts of issues for people who may not read them: themes of other sites, with small numbers rolled up."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from cases.clearance.models import ClearedText
from cases.commissioning.models import CommissionerIssue
from kit.privacy import small_numbers
from kit.queries import in_usual_order


@dataclass(frozen=True)
class Cell:
    """A theme ("" for others) and how often it was raised (None: fewer than five)."""

    theme: str
    count: int | None


def with_times_raised(issues):
    """Add `times_raised` and `sites_raised` to issues, counting the issues merged into them too."""
    return in_usual_order(issues).annotate(
        times_raised=Count("merged_issues", distinct=True) + 1,
        sites_raised=Count("merged_issues__site", distinct=True, filter=~Q(merged_issues__site=F("site")))
        + 1,
    )


def themes_elsewhere(programmes, *, without) -> list[Cell]:
    """Return how often each theme was raised in `programmes`, at sites other than `without`, the most frequent first.

    Counts only issues published for commissioners and the issues merged into them.
    """
    out = ClearedText.objects.published().values("issue_wording__issue")
    raised = (
        CommissionerIssue.objects.filter(site__programme__in=programmes)
        .exclude(site__in=without)
        .filter(Q(pk__in=out) | Q(merged_into__in=out))
        .order_by()
        .values_list("theme")
        .annotate(times=Count("pk"))
    )
    return publishable_cells(dict(raised))


def publishable_cells(counts: dict[str, int]) -> list[Cell]:
    """Return `counts` by theme as cells of five or more, with the rest as one cell "other" of five or more too.

    If no theme can be shown (kit.privacy.small_numbers), "other" counts all of them. If all together are fewer than
    five, only that is said.
    """
    raised = [
        small_numbers.Thing(0, frozenset([theme])) for theme, count in counts.items() for _ in range(count)
    ]
    if not raised:
        return []
    rows = small_numbers.publishable_rows(raised, kinds=1)
    if not rows:
        return [Cell("", len(raised) if small_numbers.can_show(len(raised)) else None)]
    labels = {"": "", **dict(CommissionerIssue.Theme.choices)}
    return [Cell(labels[row.label], row.cells[0]) for row in rows]
