"""The public pages of issues for commissioners: the list, one with its answers, and that one was withdrawn.

They show the wording that was approved for everyone and no name, also to people who may read more.
"""

from dataclasses import dataclass
from datetime import datetime

import rules
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Min, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.clearance.models import Audience, Publication
from cases.commissioning.counts import with_times_raised
from cases.commissioning.models import CommissionerIssue, IssueReply
from cases.commissioning.raising import lines_of
from kit.forms import status_of
from kit.search.finding import asked_for
from kit.visitors import for_visitors
from knowledge.library.search import TEXTS, library_for
from pages.issues import concerns
from pages.issues.forms import IssueFilterForm
from pages.issues.states import State, with_state

PER_PAGE = 25
LONGEST = 3  # of those without an answer, above the list
ANYONE = AnonymousUser()


@dataclass(frozen=True)
class PublicAnswer:
    """A commissioner's reply as everyone sees it: without the name, and with its words where it was written for everyone."""

    reply: IssueReply
    shows_words: bool
    outcome: str = ""  # what became of a promise, as each side says

    @property
    def changed_at(self) -> datetime:
        """When it was given, or somebody last said what became of it."""
        return max([self.reply.replied_at, *(said.at for said in self.reply.outcomes_said)])


def public_issues() -> QuerySet[CommissionerIssue]:
    """Return the issues for everyone, each with its state, how often it was raised, and since when it is for everyone as
    `public_since`.
    """
    issues = with_public_since(CommissionerIssue.objects.for_everyone())
    return with_state(with_times_raised(issues), today=timezone.localdate())


def unmerged_public(user) -> QuerySet[CommissionerIssue]:
    """Return those that are not merged into another: the same whoever asks."""
    return public_issues().unmerged()


def with_public_since(issues: QuerySet[CommissionerIssue]) -> QuerySet[CommissionerIssue]:
    """Add to each issue when a wording for everyone was first published, as `public_since`."""
    published = Publication.objects.filter(
        cleared_text__issue_wording__issue=OuterRef("pk"), cleared_text__audience=Audience.PUBLIC
    )
    first = published.order_by().values("cleared_text__issue_wording__issue").annotate(at=Min("published_at"))
    return issues.annotate(public_since=Subquery(first.values("at")))


def answers_of(issue: CommissionerIssue) -> list[PublicAnswer]:
    """Return the replies to an issue with `public_since`, newest first.

    Whoever replied before the issue was for everyone wrote to those who raised it: of that reply everyone sees what it
    says will happen and when, and no words. The same holds for what they wrote about what became of it.
    """
    since = issue.public_since
    return [
        PublicAnswer(
            reply,
            reply.replied_at >= since,
            reply.outcome_in_words(words_since=since) if reply.is_promise else "",
        )
        for reply in issue.replies.all()
    ]


def with_answers(issues: QuerySet[CommissionerIssue]) -> QuerySet[CommissionerIssue]:
    """Fetch the replies to `issues`, with what became of them."""
    return issues.prefetch_related(Prefetch("replies", queryset=IssueReply.objects.with_story()))


@require_safe
@for_visitors
def public_issue_list(request):
    """Show the issues that anyone can read, and those that wait longest for an answer."""
    ledger = concerns.ledger_of(concerns.LEDGER.read(issues=unmerged_public, user=ANYONE))
    form = IssueFilterForm(request.GET, ledger=ledger, sites=[], first="newest")
    asked = form.asked
    mending = asked_for(asked["q"], {TEXTS: library_for(ANYONE)})
    keys = concerns.keys_of(
        unmerged_public, ANYONE,
        terms=mending.terms, theme=asked["theme"], site=None, show=asked["show"], sort=form.order,
    )  # fmt: skip
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    longest = [] if form.is_narrowed or page.number > 1 else _longest_waiting(ledger)
    pks = list(page.object_list)
    loaded = concerns.rows_of(unmerged_public, ANYONE, list(dict.fromkeys([*pks, *longest])))
    rows = {row.pk: row for row in loaded}
    context = {
        "page": page,
        "rows": [rows[pk] for pk in pks if pk in rows],
        "longest": [rows[pk] for pk in longest if pk in rows],
        "filters": form,
        "mending": mending,
        "figures": concerns.figures_of(ledger),
        "number": len(ledger),
    }
    return render(request, "pages/issues/public_issue_list.html", context, status=status_of(form))


def _longest_waiting(ledger) -> list[int]:
    """Return the keys of the issues that wait longest for an answer."""
    waiting = [line for line in ledger if line.state == State.WAITING]
    return [line.pk for line in sorted(waiting, key=lambda line: (line.concern.shared_on, line.pk))][:LONGEST]


@require_safe
@for_visitors
def public_issue_detail(request, pk):
    """Show an issue that anyone can read with its answers, or that it was withdrawn."""
    head = CommissionerIssue.objects.for_everyone().filter(merged_issues=pk).first()
    if head is not None:
        return redirect(head.get_public_url())
    found = public_issues().filter(pk=pk).select_related("site__programme")
    issue = with_answers(found.with_wordings_readable_by(ANYONE)).first()
    if issue is None or issue.text is None:
        return _withdrawn(request, pk)
    reads_more = rules.has_perm("commissioning.read_replies", request.user, issue)
    lines = list(lines_of(issue, reader=ANYONE).values())
    context = {"issue": issue, "answers": answers_of(issue), "lines": lines, "reads_more": reads_more}
    return render(request, "pages/issues/public_issue_detail.html", context)


def _withdrawn(request, pk):
    """Render when and why an issue was withdrawn, without its words. Raise Http404 if it was never for everyone."""
    gone = Publication.objects.filter(
        cleared_text__issue_wording__issue=pk,
        cleared_text__audience=Audience.PUBLIC,
        withdrawn_at__isnull=False,
    )
    publication = gone.order_by("-withdrawn_at", "-pk").first()
    if publication is None:
        raise Http404
    return render(
        request, "pages/issues/public_issue_withdrawn.html", {"publication": publication}, status=410
    )
