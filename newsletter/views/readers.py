"""Who gets an issue, before it is sent and afterwards."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kit.errors import RefusedError
from kit.fold import fold
from kit.http import by_itself, page_view, require_perm, verb_view
from kit.words import by_name, figures
from newsletter import actions
from newsletter.models import Edition, NewsletterIssue
from newsletter.readers import by_edition, names_in, people_of, readers_of
from newsletter.subscriber_list import rows_of

A_PAGE = 100  # people
NONE = "none"  # the edition of who gets none
LONGEST_QUERY = 200  # characters


@dataclass(frozen=True)
class Row:
    """One reader of an issue: `said` is why they get it, or what became of their mail once it was made. The address is for those who may
    see it.
    """

    name: str
    email: str
    edition: str
    said: str

    @property
    def edition_label(self) -> str:
        """The edition in words: none for who gets none."""
        return Edition(self.edition).label if self.edition in Edition else "None"

    def holds(self, query: str) -> bool:
        """Return whether the folded `query` stands in the name or the address."""
        return query in fold(self.name, accents=False) or query in self.email


@require_safe
@page_view
def issue_readers(request, slug, month):
    """List everybody who gets an issue, by edition and name: who would get it now, or whom it was sent to."""
    issue = _issue(request, slug, month)
    require_perm(request.user, "newsletter.see_draft", issue)
    rows = _sent_to(issue) if issue.sent_at else _would(issue)
    if not (sees_addresses := _decides(request, issue)):
        rows = [replace(row, email="") for row in rows]
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    edition = request.GET.get("edition", "")
    edition = edition if edition in (*Edition, NONE) else ""
    found = [
        row
        for row in rows
        if edition in ("", row.edition) and (not query or row.holds(fold(query, accents=False)))
    ]
    counts = [(each, sum(row.edition == each for row in rows)) for each in Edition]
    return render(
        request,
        "newsletter/issue_readers.html",
        {
            "issue": issue,
            "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
            "number": len(rows) - sum(row.edition == NONE for row in rows),
            "sees_addresses": sees_addresses,
            **_progress(request, issue),
            "q": query,
            "edition": edition,
            "tabs": [
                {"label": f"All ({len(rows)})", "url": "?", "is_current": not edition},
                *(
                    {
                        "label": f"{each.label} ({count})",
                        "url": f"?edition={each}",
                        "is_current": edition == each,
                    }
                    for each, count in counts
                    if count
                ),
                *(_none_tab(rows, is_current=edition == NONE) if not issue.sent_at else ()),
            ],
            "query": urlencode({"q": query, "edition": edition}),
        },
    )


@by_itself
@require_safe
@page_view
def letters_progress(request, slug, month):
    """Show how far the letters of a sent issue are, as a part of the page of its readers."""
    issue = _issue(request, slug, month)
    require_perm(request.user, "newsletter.see_draft", issue)
    if issue.sent_at is None or "HX-Request" not in request.headers:
        return redirect("newsletter:issue_readers", slug, month)
    return render(request, "newsletter/_letters.html", {"issue": issue, **_progress(request, issue)})


def _progress(request, issue: NewsletterIssue) -> dict:
    """Return how far the letters are, and what this person may decide about them; nothing before the issue is sent."""
    if issue.sent_at is None:
        return {}
    letters = issue.deliveries.all()
    return {
        "tally": letters.tally(),
        "can_retry": letters.to_try_again().exists(),
        "a_minute": letters.in_the_last_minute(),
        "can_send": _decides(request, issue),
    }


def _decides(request, issue: NewsletterIssue) -> bool:
    return rules.has_perm("newsletter.send_issue", request.user, issue)


DECISIONS = {
    "stop": (actions.stop, "Stopped. What had not been sent by then stays here."),
    "go_on": (actions.go_on, "The e-mails go on."),
    "again": (actions.send_uncertain_again, "To be sent again: {}."),
    "leave": (actions.leave_uncertain, "Left as they are: {}."),
    "retry": (actions.try_again, "To be sent again: {}."),
}


@verb_view
def letters_decide(request, slug, month):
    """Stop the letters of a sent issue, let them go on, or decide about those that failed or may have arrived."""
    issue = _issue(request, slug, month)
    require_perm(
        request.user, "newsletter.send_issue", issue, "Only the programme team can send the newsletter."
    )
    if (decision := DECISIONS.get(request.POST.get("do", ""))) is None:
        raise RefusedError("Press one of the buttons below what became of the e-mails.")
    act, said = decision
    done = act(issue, by=request.user)
    said = said.format(figures(done, "e-mail", "e-mails") if isinstance(done, int) else "")
    if issue.stopped_at and isinstance(done, int):
        said += " They wait until the e-mails go on."
    messages.success(request, said)
    return redirect("newsletter:issue_readers", slug, month)


def _issue(request, slug, month) -> NewsletterIssue:
    issues = NewsletterIssue.objects.visible_to(request.user).select_related("programme")
    return get_object_or_404(issues, programme__slug=slug, month=month)


def _would(issue: NewsletterIssue) -> list[Row]:
    """Return who would get the issue now, then who is on the list and would not, and why."""
    people = people_of(issue.programme)
    gets = [
        Row(each.name, each.subscriber.email, Edition(each.edition), each.why)
        for each in readers_of(issue, with_new=True, people=people)
    ]
    listed = rows_of(issue.programme, people=people)
    rest = [Row(each.name, each.subscriber.email, NONE, each.why_not) for each in listed if each.why_not]
    return [*gets, *by_name(rest, "name", "email")]


def _none_tab(rows: list[Row], *, is_current: bool) -> list[dict]:
    count = sum(row.edition == NONE for row in rows)
    return (
        [{"label": f"Not sent to ({count})", "url": f"?edition={NONE}", "is_current": is_current}]
        if count
        else []
    )


def _sent_to(issue: NewsletterIssue) -> list[Row]:
    names = names_in(issue.programme)
    rows = [
        Row(names.get(each.subscriber.email, ""), each.subscriber.email, Edition(each.edition), each.in_words)
        for each in issue.deliveries.select_related("subscriber", "issue")
    ]
    return by_edition(rows, "name", "email")
