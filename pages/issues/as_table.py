"""Issues and their replies as the rows of a spreadsheet: cleared words, and no name of a person."""

from django.utils import timezone

from cases.commissioning.models import CommissionerIssue, IssueReply
from kit.periods import in_words
from pages.issues.states import State

OF_THE_ISSUE = [
    "issue", "headline", "anonymous version", "theme", "programme", "sites", "other sites", "times raised",
    "first raised", "shared on", "where it stands", "led to a change on",
]  # fmt: skip
OF_A_REPLY = [
    "answered on", "answer", "by or until", "first promised for", "moved because", "done on", "outcome", "whose it is",
    "exception for", "decided by", "reply",
]  # fmt: skip


def table_of(issues: list[CommissionerIssue]) -> list[list]:
    """Return a row of headings, and a row for each reply to `issues`; one without a reply has one row.

    `issues` are from pages.issues.concerns.rows_of.
    """
    rows: list[list] = [[*OF_THE_ISSUE, *OF_A_REPLY]]
    for issue in issues:
        replies = list(issue.replies.all())
        rows += [[*_issue(issue), *_reply(reply)] for reply in replies]
        if not replies:
            rows.append([*_issue(issue), *([""] * len(OF_A_REPLY))])
    return rows


def _issue(issue: CommissionerIssue) -> list:
    content = issue.text.content
    return [
        issue.pk, issue.text.title, content.get("words", ""), issue.get_theme_display(), str(issue.site.programme),
        "; ".join(map(str, issue.sites_named)), issue.sites_besides or "", issue.times_raised,
        in_words(issue.raised_since), timezone.localdate(issue.shared_at), _state(issue.state),
        issue.changed_on,
    ]  # fmt: skip


def _state(state: str) -> str:
    return State(state).label if state in State.values else state


def _reply(reply: IssueReply) -> list:
    return [
        timezone.localdate(reply.replied_at), reply.get_kind_display(), reply.due_on, reply.first_promised_for,
        reply.last_move.reason if reply.last_move else "", reply.kept_on,
        "; ".join(f"{each.get_side_display()}: {each.get_outcome_display().lower()}" for each in reply.outcomes_said),
        reply.whose, reply.for_whom, reply.decided_by, reply.words,
    ]  # fmt: skip
