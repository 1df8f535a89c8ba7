"""The issues that somebody may read the approved words of: filtered, sorted, and counted over time."""

from dataclasses import dataclass

from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.commissioning.counts import with_times_raised
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueReply
from cases.commissioning.raising import sites_named_to
from kit.search.words import Term
from knowledge.library.search import library_for, matching
from pages.issues.over_time import Concern, Figures, figures_over_time
from pages.issues.states import State, with_state
from sites_app.models import Site

WAITS_FIRST = Case(
    When(state=State.WAITING, then=Value(0)), When(state=State.OVERDUE, then=Value(1)), default=Value(2)
)
OLDEST_FIRST = [F("shared_at").asc(), F("pk").asc()]
ORDERS = {
    "longest": [WAITS_FIRST, *OLDEST_FIRST],
    "newest": [F("shared_at").desc(), F("pk").desc()],
    "most": [F("times_raised").desc(), *OLDEST_FIRST],
    "due": [F("due_on").asc(nulls_last=True), *OLDEST_FIRST],
}


@dataclass(frozen=True)
class LedgerLine:
    """What a page needs to know of every issue at once."""

    pk: int
    theme: str
    theme_name: str
    state: str
    has_ended: bool
    concern: Concern


def readable_issues(user) -> QuerySet[CommissionerIssue]:
    """Return the issues, those that are not merged into another, of which `user` may read an approved wording.

    Each has its state and how often it was raised.
    """
    issues = CommissionerIssue.objects.readable_by(user).unmerged()
    return with_state(with_times_raised(issues), today=timezone.localdate())


def ledger_of(issues: QuerySet[CommissionerIssue]) -> list[LedgerLine]:
    """Return a line for each of `issues`, in one query."""
    rows = issues.order_by("pk").values_list(
        "pk", "theme", "theme_word__name", "state", "site__programme__ended_on",
        "shared_at", "answered_at", "changed_on",
    )  # fmt: skip
    today = timezone.localdate()
    return [
        LedgerLine(
            pk, theme, name or theme, state, ended_on is not None and ended_on <= today,
            Concern(
                timezone.localdate(shared_at),
                timezone.localdate(answered_at) if answered_at else None,
                changed_on,
            ),
        )
        for pk, theme, name, state, ended_on, shared_at, answered_at, changed_on in rows
    ]  # fmt: skip


def figures_of(ledger: list[LedgerLine]) -> Figures:
    """Return how many of these concerns waited, were answered and led to a change, over time."""
    return figures_over_time(
        [line.concern for line in ledger],
        today=timezone.localdate(),
        has_ended=all(line.has_ended for line in ledger),
    )


def sites_to_choose(user, asked: str = "") -> list[Site]:
    """Return the sites that raised an issue of which `user` may read an approved wording, or see it too, and the one with the
    slug `asked`: of those that they may know of, in their usual order.
    """
    named = sites_named_to(user)
    if not named:
        return []
    heads = CommissionerIssue.objects.readable_by(user).unmerged().values("pk")
    raised = CommissionerIssue.objects.order_by().annotate(head=Coalesce("merged_into", "pk"))
    added = IssueAddition.objects.order_by().annotate(head=Coalesce("issue__merged_into", "issue"))
    found = Site.objects.filter(pk__in=named).filter(
        Q(pk__in=raised.filter(head__in=heads).values("site"))
        | Q(pk__in=added.filter(head__in=heads).values("site"))
        | Q(slug=asked)
    )
    return list(found.select_related("programme"))


def narrowed(issues, user, *, terms: list[Term], theme: str, site: Site | None, show: str) -> QuerySet:
    """Return those of `issues` that say all `terms` and have what is asked for; "" or None asks for nothing."""
    if terms:
        found = matching(library_for(user), terms)
        issues = issues.filter(pk__in=found.values("cleared_text__issue_wording__issue"))
    if theme:
        issues = issues.filter(theme=theme)
    if site is not None:
        issues = issues.filter(pk__in=CommissionerIssue.objects.raised_at([site]).values("pk"))
    return issues.filter(state=show) if show else issues


def in_order(issues: QuerySet[CommissionerIssue], sort: str) -> QuerySet[CommissionerIssue]:
    """Return `issues` in one of ORDERS. "longest" has those that wait for an answer first, the oldest of them first."""
    return issues.order_by(*ORDERS[sort])


def rows_of(
    issues: QuerySet[CommissionerIssue], user, pks: list[int], *, with_replies: bool = False
) -> list[CommissionerIssue]:
    """Return the issues `pks` of `issues` in this order, each with its wording for `user`, and the sites that raised it and
    that `user` may know of as `sites_named`, with how many others there are as `sites_besides`.

    `with_replies` fetches their replies too, with what became of them.
    """
    named = sites_named_to(user)
    added = Prefetch("additions", queryset=IssueAddition.objects.select_related("site"))
    merged = CommissionerIssue.objects.select_related("site").prefetch_related(added)
    loaded = (
        issues.filter(pk__in=pks)
        .with_public_page()
        .select_related("site__programme")
        .with_wordings_readable_by(user)
        .prefetch_related(added, Prefetch("merged_issues", queryset=merged))
    )
    if with_replies:
        loaded = loaded.prefetch_related(Prefetch("replies", queryset=IssueReply.objects.with_story()))
    found = {issue.pk: issue for issue in loaded}
    for issue in found.values():
        raised = (issue, *issue.merged_issues.all())
        raised_at = {each.site_id: each.site for each in raised}
        raised_at |= {added.site_id: added.site for each in raised for added in each.additions.all()}
        issue.sites_named = [site for pk, site in raised_at.items() if pk in named]
        issue.sites_besides = len(raised_at) - len(issue.sites_named)
    return [found[pk] for pk in pks if pk in found]
