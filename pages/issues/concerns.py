"""The issues that somebody may read the approved words of: filtered, sorted, and counted over time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.commissioning.counts import with_times_raised
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueReply
from cases.commissioning.raising import sites_named_to
from kit.prepared import Prepared
from kit.search.words import Term
from knowledge.library.search import library_for, matching
from pages.issues.over_time import Concern, Figures, figures_over_time
from pages.issues.states import State, with_state
from sites_app.models import Site

Issues = Callable[
    ..., QuerySet[CommissionerIssue]
]  # which issues: a function of who reads them, and of nothing else
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


def ledger_rows(issues: QuerySet[CommissionerIssue]) -> QuerySet:
    """Return what `ledger_of` makes lines of."""
    return issues.order_by("pk").values_list(
        "pk", "theme", "theme_word__name", "state", "site__programme__ended_on",
        "shared_at", "answered_at", "changed_on",
    )  # fmt: skip


def ledger_of(rows: Iterable[tuple]) -> list[LedgerLine]:
    """Return a line for each issue of `ledger_rows`."""
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
    if not sites_named_to(user):
        return []
    return list(_to_choose(user, asked)) if asked else TO_CHOOSE.read(user=user)


def _to_choose(user, asked: str = "") -> QuerySet[Site]:
    heads = CommissionerIssue.objects.readable_by(user).unmerged().values("pk")
    raised = CommissionerIssue.objects.order_by().annotate(head=Coalesce("merged_into", "pk"))
    added = IssueAddition.objects.order_by().annotate(head=Coalesce("issue__merged_into", "issue"))
    found = Site.objects.filter(pk__in=sites_named_to(user)).filter(
        Q(pk__in=raised.filter(head__in=heads).values("site"))
        | Q(pk__in=added.filter(head__in=heads).values("site"))
        | (Q(slug=asked) if asked else Q(pk__in=[]))
    )
    return found.select_related("programme")


TO_CHOOSE = Prepared(_to_choose)


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


def keys_of(issues: Issues, user, *, terms: list[Term], theme: str, site: Site | None, show: str, sort: str):
    """Return the keys of those of `issues` that say all `terms` and have what is asked for, in one of ORDERS."""
    if terms:
        found = narrowed(issues(user), user, terms=terms, theme=theme, site=site, show=show)
        return list(in_order(found, sort).values_list("pk", flat=True))
    return KEYS.read(issues=issues, user=user, theme=theme, site=site, show=show, sort=sort)


def _keys(issues: Issues, user, theme: str, site: Site | None, show: str, sort: str) -> QuerySet:
    found = narrowed(issues(user), user, terms=[], theme=theme, site=site, show=show)
    return in_order(found, sort).values_list("pk", flat=True)


def _rows(issues: Issues, user, pks: list[int]) -> QuerySet:
    return issues(user).filter(pk__in=pks).with_public_page().select_related("site__programme")


LEDGER = Prepared(lambda issues, user: ledger_rows(issues(user)))
KEYS = Prepared(_keys)
ROWS = Prepared(_rows)
WORDINGS = Prepared(
    lambda user, pks: CommissionerIssue.objects.wordings_for(user).filter(issue__in=pks).order_by("pk")
)


def rows_of(issues: Issues, user, pks: list[int], *, with_replies: bool = False) -> list[CommissionerIssue]:
    """Return the issues `pks` of `issues` in this order, each with its wording for `user`, and the sites that raised it and
    that `user` may know of as `sites_named`, with how many others there are as `sites_besides`.

    `with_replies` fetches their replies too, with what became of them.
    """
    loaded = ROWS.read(issues=issues, user=user, pks=pks)
    for issue in loaded:
        issue.readable_wordings = []
    found = {issue.pk: issue for issue in loaded}
    for wording in WORDINGS.read(user=user, pks=list(found)):
        found[wording.issue_id].readable_wordings.append(wording)
    return _completed(found, user, pks, with_replies=with_replies)


def _completed(
    found: dict[int, CommissionerIssue], user, pks: list[int], *, with_replies: bool
) -> list[CommissionerIssue]:
    """Fetch for `rows_of` what was raised with the issues `found`, and who may be named."""
    named = sites_named_to(user)
    added = Prefetch("additions", queryset=IssueAddition.objects.select_related("site"))
    merged = CommissionerIssue.objects.select_related("site").prefetch_related(added)
    prefetch_related_objects(list(found.values()), added, Prefetch("merged_issues", queryset=merged))
    if with_replies:
        replies = Prefetch("replies", queryset=IssueReply.objects.with_story())
        prefetch_related_objects(list(found.values()), replies)
    for issue in found.values():
        raised = (issue, *issue.merged_issues.all())
        raised_at = {each.site_id: each.site for each in raised}
        raised_at |= {added.site_id: added.site for each in raised for added in each.additions.all()}
        issue.sites_named = [site for pk, site in raised_at.items() if pk in named]
        issue.sites_besides = len(raised_at) - len(issue.sites_named)
    return [found[pk] for pk in pks if pk in found]
