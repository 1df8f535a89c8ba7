"""The parts of a commissioner's home page: issues to reply to, and their promises. Only approved texts are shown."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.clearance.models import ClearedText
from cases.commissioning.counts import with_times_raised
from cases.commissioning.models import CommissionerIssue, IssueReply
from kit.prepared import Prepared
from kit.words import count, day, in_days, times
from members.models import User
from pages.home.commissioned import write_ups_by_case
from pages.home.overview import HomeOverview, WaitingItem
from pages.issues.states import with_shared_at

KEPT_SHOWS_FOR = timedelta(days=30)


@dataclass(frozen=True)
class IssueToAnswer:
    """An issue without a reply, in its approved words."""

    template = "pages/home/_lead_issue.html"
    issue: CommissionerIssue
    content: dict
    user: User

    @cached_property
    def write_up(self) -> ClearedText | None:
        """The write-up that the issue comes from, if they may read one."""
        return write_ups_by_case(self.user, {self.issue.case_id}).get(self.issue.case_id)

    @property
    def title(self) -> str:
        """The title of the approved wording."""
        return self.content.get("title", "")

    @property
    def words(self) -> str:
        """The text of the approved wording."""
        return self.content.get("words", "")

    @property
    def raised(self) -> str:
        """How often it was raised, such as "Raised 3 times at 2 sites"."""
        raised = f"Raised {times(self.issue.times_raised)}"
        if self.issue.times_raised == 1:
            return raised
        return f"{raised} at {count(self.issue.sites_raised, 'site', 'sites')}"


def _newest_wording(user, issue: str) -> Subquery:
    """Return the wording of an issue for this reader, as JSON. `issue` is the lookup of the issue's key."""
    texts = ClearedText.objects.fullest_for(user, of="issue_wording").filter(
        kind=ClearedText.Kind.COMMISSIONER_ISSUE, issue_wording__issue=OuterRef(issue)
    )
    return Subquery(texts.order_by("-pk").values("body")[:1])


def with_counts(issues: QuerySet) -> QuerySet:
    """Add how often each of `issues` was raised, and since when it is shared."""
    return with_shared_at(with_times_raised(issues))


def _to_answer(user, sites: list[int], today: date) -> QuerySet:
    return with_counts(
        CommissionerIssue.objects.raised_at(sites)
        .unmerged()
        .awaiting_reply(today, of=user)
        .select_related("case", "site")
        .annotate(wording=_newest_wording(user, "pk"))
        .filter(wording__isnull=False)
    )


TO_ANSWER = Prepared(_to_answer)


def issues_to_answer(overview: HomeOverview) -> list[IssueToAnswer]:
    """Return the issues without a reply at the sites they commission, those that wait longest first."""
    sites = [site.pk for site in overview.sites_in(overview.standing.commissioner_sites)]
    issues = TO_ANSWER.read(user=overview.user, sites=sites, today=overview.today)
    found = [IssueToAnswer(issue, json.loads(issue.wording), overview.user) for issue in issues]
    return sorted(found, key=lambda each: (each.issue.shared_at, each.issue.pk))


def other_issues(issues: list[IssueToAnswer]) -> list[WaitingItem]:
    """Return the rows for the other issues."""
    return [
        WaitingItem(
            each.title, each.issue.get_absolute_url(), each.raised + ".", f"since {day(each.issue.shared_at)}"
        )
        for each in issues
    ]


@dataclass(frozen=True)
class Promise:
    """A change that they promised, by when, and whether it was made."""

    reply: IssueReply
    title: str

    @property
    def state(self) -> str:
        """Whether it was kept, or by when it is due, in words, or that a site does not say the same."""
        if self.reply.is_disputed:
            return "views differ"
        if self.reply.kept_on:
            return "kept"
        return f"due {in_days(self.reply.due_on)}" if self.reply.due_on else "open"


def _promises(user, programmes, since: date) -> QuerySet[IssueReply]:
    return (
        IssueReply.objects.filter(by=user, kind=IssueReply.Kind.WILL_CHANGE)
        .filter(issue__site__programme__in=programmes)
        .filter(Q(kept_on__isnull=True) | Q(kept_on__gte=since))
        .exclude(outcomes__side="commissioner", outcomes__at__date__lt=since)
        .with_story()
        .select_related("issue__theme_word")
        .annotate(wording=_newest_wording(user, "issue"))
        .filter(wording__isnull=False)
    )


PROMISES = Prepared(_promises)


def promises(overview: HomeOverview) -> list[Promise]:
    """Return their open promises, soonest first, and then those kept in the last month."""
    since = overview.today - KEPT_SHOWS_FOR
    replies = PROMISES.read(user=overview.user, programmes=overview.running, since=since)
    found = [Promise(reply, json.loads(reply.wording).get("title", "")) for reply in replies]
    never = overview.today.replace(year=overview.today.year + 100)
    return sorted(found, key=lambda each: (each.reply.kept_on is not None, each.reply.due_on or never))
