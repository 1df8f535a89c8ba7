"""What is new at a commissioner's sites, and what came of their answers. Only approved texts are shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from cases.clearance.models import ClearedText
from cases.commissioning.models import CommissionerIssue, IssueReply
from kit.dates import start_of_day
from kit.prepared import Prepared
from pages.home.overview import HomeOverview
from pages.issues.states import State, with_state

NEW_FOR = timedelta(days=30)
MOST = 6
Kind = ClearedText.Kind


@dataclass(frozen=True)
class NewThing:
    """Something new at the sites that they commission for: a write-up, an issue, or another commissioner's answer."""

    what: str
    title: str
    url: str
    at: datetime


def _new_texts(user, sites: set[int], since: date) -> QuerySet[ClearedText]:
    raised = CommissionerIssue.objects.raised_at(sites)
    return (
        ClearedText.objects.fullest_for(user)
        .filter(
            kind__in=[Kind.LEARNING_OBJECT, Kind.COMMISSIONER_ISSUE],
            publication__published_at__gte=start_of_day(since),
        )
        .filter(Q(site__in=sites) | Q(issue_wording__issue__in=raised.values("pk")))
        .exclude(issue_wording__issue__merged_into__isnull=False)
        .select_related("publication", "learning_object_version", "issue_wording")
    )


def _answers_of_others(user, sites: set[int], since: date) -> QuerySet[IssueReply]:
    readable = CommissionerIssue.objects.readable_by(user).unmerged().raised_at(sites)
    replies = IssueReply.objects.filter(issue__in=readable, replied_at__gte=start_of_day(since)).exclude(
        by=user
    )
    return replies.select_related("issue__theme_word")


def _states_of_answered(user, programmes, today: date) -> QuerySet:
    mine = IssueReply.objects.filter(by=user, issue__site__programme__in=programmes)
    issues = CommissionerIssue.objects.filter(pk__in=mine.values("issue"))
    return with_state(issues, today=today).order_by("pk").values_list("state", flat=True)


NEW_TEXTS = Prepared(_new_texts)
OTHERS_ANSWERS = Prepared(_answers_of_others)
STATES_OF_ANSWERED = Prepared(_states_of_answered)


def new_at_their_sites(overview: HomeOverview) -> list[NewThing]:
    """Return what was published for them about their sites in the last 30 days, and what others answered, newest first.

    A write-up that does not tell its site is left out: here it would.
    """
    since = overview.today - NEW_FOR
    sites = overview.standing.commissioner_sites & overview.sites.keys()
    if not sites:
        return []
    texts = NEW_TEXTS.read(user=overview.user, sites=sites, since=since)
    found = [thing for text in texts if (thing := _of_text(text)) is not None]
    found += [
        NewThing("Answer", f"{reply.issue.get_theme_display()}: {reply.get_kind_display().lower()}",
                 reply.issue.get_absolute_url(), reply.replied_at)
        for reply in OTHERS_ANSWERS.read(user=overview.user, sites=sites, since=since)
    ]  # fmt: skip
    return sorted(found, key=lambda thing: thing.at, reverse=True)[:MOST]


def _of_text(text: ClearedText) -> NewThing | None:
    if text.kind == Kind.COMMISSIONER_ISSUE:
        url = reverse("commissioning:issue_detail", args=[text.issue_wording.issue_id])
        return NewThing("Issue", text.title, url, text.publication.published_at)
    if not text.content.get("site"):
        return None
    url = reverse("library:learning_object_detail", args=[text.learning_object_version.learning_object_id])
    return NewThing("Write-up", text.title, url, text.publication.published_at)


@dataclass(frozen=True)
class CameOfAnswers:
    """What came of the issues that they answered: how many there are, and how many of these in each state."""

    answered: int
    states: Counter[str]

    @property
    def lines(self) -> list[tuple[str, int, str]]:
        """Each state that counts here, with its number and its words; states without an issue are left out."""
        words = {
            State.CHANGED: "led to a change", State.WILL_CHANGE: "still promised", State.OVERDUE: "overdue",
            State.DISPUTED: "with a site that says something else", State.NOT_KEPT: "promised and not kept",
        }  # fmt: skip
        return [
            (state.value, self.states[state], said) for state, said in words.items() if self.states[state]
        ]


def came_of_answers(overview: HomeOverview) -> CameOfAnswers | None:
    """Return what came of the issues in running programmes that they answered, or None if they answered none; one query."""
    states = Counter(
        STATES_OF_ANSWERED.read(user=overview.user, programmes=overview.running, today=overview.today)
    )
    return CameOfAnswers(states.total(), states) if states else None


WRITE_UPS_OF = Prepared(
    lambda user, cases: (
        ClearedText.objects.fullest_for(user, of="learning_object_version")
        .filter(kind=Kind.LEARNING_OBJECT, case__in=cases)
        .select_related("learning_object_version")
    )
)


def write_ups_by_case(user, cases: set[int | None]) -> dict[int, ClearedText]:
    """Return the write-up of each of `cases` that `user` may read and that tells its site, in one query.

    An issue leads to the write-up that it comes from; beside one that does not tell its site it would tell it.
    """
    return {
        text.case_id: text
        for text in WRITE_UPS_OF.read(user=user, cases=cases - {None})
        if text.content.get("site") and hasattr(text, "learning_object_version")
    }
