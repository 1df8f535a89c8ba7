"""The list of issues for commissioners, as each reader may read them: what waits, what was answered, what changed."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import render

from cases.commissioning.counts import published_themes
from cases.commissioning.forms import ReplyForm
from cases.commissioning.models import CommissionerIssue, IssueReply
from kit.confirming import confirmed
from kit.forms import status_of
from kit.http import page_view, require_perm
from kit.prepared import Prepared
from kit.search.finding import asked_for
from kit.spreadsheets import csv_response
from knowledge.library.search import TEXTS, library_for
from pages.issues import concerns
from pages.issues.as_table import table_of
from pages.issues.forms import IssueFilterForm
from pages.issues.states import State
from sites_app.models import Programme

PER_PAGE = 25


@page_view
def issue_list(request):
    """Show the issues that this person may read, and to commissioners the one that waits longest for their reply."""
    user = request.user
    require_perm(user, "commissioning.view_commissioning")
    ledger = concerns.ledger_of(concerns.LEDGER.read(issues=concerns.readable_issues, user=user))
    form = IssueFilterForm(request.GET, ledger=ledger, sites=_sites(request))
    mending = asked_for(form.asked["q"], {TEXTS: library_for(user)})
    page = Paginator(_asked_for(form, user, mending.terms), PER_PAGE).get_page(request.GET.get("page"))
    mine = _of_their_sites(user)
    waiting = None if form.is_narrowed or page.number > 1 else _longest_waiting(ledger, mine)
    pks = list(page.object_list)
    above = [waiting] if waiting and waiting not in pks else []
    rows = concerns.rows_of(concerns.readable_issues, user, [*pks, *above])
    context = _beside(user) | {
        "page": page,
        "rows": [row for row in rows if row.pk in pks],
        "waiting": next((row for row in rows if row.pk == waiting), None),
        "mine": mine,
        "filters": form,
        "mending": mending,
        "form": ReplyForm() if waiting else None,
        "figures": concerns.figures_of(ledger),
        "number": len(ledger),
        "number_waiting": sum(line.state == State.WAITING and line.pk in mine for line in ledger),
        "may_know_sites": bool(concerns.sites_named_to(user)),
    }
    return render(request, "pages/issues/issue_list.html", context, status=status_of(form))


@page_view
@confirmed
def issue_csv(request):
    """Download the issues that this person may read and the list shows, with their replies, without names."""
    user = request.user
    require_perm(user, "commissioning.view_commissioning")
    ledger = concerns.ledger_of(concerns.LEDGER.read(issues=concerns.readable_issues, user=user))
    form = IssueFilterForm(request.GET, ledger=ledger, sites=_sites(request))
    terms = asked_for(form.asked["q"], {TEXTS: library_for(user)}).terms
    pks = _asked_for(form, user, terms)
    rows = concerns.rows_of(concerns.readable_issues, user, pks, with_replies=True)
    return csv_response(table_of(rows), name="issues")


def _sites(request):
    return concerns.sites_to_choose(request.user, request.GET.get("site", ""))


def _asked_for(form: IssueFilterForm, user, terms) -> list[int]:
    """Return the keys of the issues that the form asks for, in its order."""
    asked = form.asked
    return concerns.keys_of(
        concerns.readable_issues, user,
        terms=terms, theme=asked["theme"], site=form.chosen_site, show=asked["show"], sort=form.order,
    )  # fmt: skip


def _raised_at(sites: frozenset[int]) -> QuerySet:
    return CommissionerIssue.objects.unmerged().raised_at(sites).values_list("pk", flat=True)


OF_THEIR_SITES = Prepared(_raised_at)
PROMISES = Prepared(
    lambda user: IssueReply.objects.promised_by(user).with_story().select_related("issue__theme_word")
)


def _of_their_sites(user) -> set[int]:
    """Return the keys of the issues that are the user's to answer, as a commissioner."""
    sites = user.standing.commissioner_sites
    return set(OF_THEIR_SITES.read(sites=sites)) if sites else set()


def _longest_waiting(ledger, mine: set[int]) -> int | None:
    """Return the key of the issue that waits longest for an answer of theirs."""
    waiting = [line for line in ledger if line.state == State.WAITING and line.pk in mine]
    return min(waiting, key=lambda line: (line.concern.shared_on, line.pk)).pk if waiting else None


def _beside(user) -> dict:
    """Return what is shown besides the list: what is not shared yet, their promises, and counts of what they can't read."""
    standing = user.standing
    elsewhere = standing.programmes - (standing.programme_team | standing.broker | standing.adviser)
    return {
        "promises": PROMISES.read(user=user) if standing.commissioner else [],
        "elsewhere": published_themes(elsewhere) if elsewhere else [],
        "shows_elsewhere": bool(elsewhere),
        "programmes": Programme.objects.filter(pk__in=standing.programmes),
        "raised_here": UNPUBLISHED.read(user=user) if standing.facilitates or standing.team_sites else [],
    }


def _unpublished_issues(user):
    """Return the issues without a published wording at the sites that `user` facilitates or looks after."""
    return (
        CommissionerIssue.objects.read_by(user)
        .not_out()
        .unmerged()
        .with_checking_state()
        .select_related("case__site", "site")
        .filter(site__in=user.standing.facilitates | user.standing.team_sites)
    )


UNPUBLISHED = Prepared(lambda user: _unpublished_issues(user)[:PER_PAGE])
