"""Issues for commissioners: what a site cannot solve, its wording for readers outside, replies, and what became of them."""

from datetime import timedelta

from benchmark.cases import Told
from benchmark.door import Door
from benchmark.making import Making
from benchmark.people import AtSite, People
from benchmark.vocabularies import Vocabularies
from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue, IssueReply, IssueWording, PromiseOutcome
from kit.periods import key_of
from members.models import User

AUDIENCES = {Audience.COMMISSIONERS: 60, Audience.PROGRAMME: 20, Audience.PUBLIC: 20}
REPLIES = {"will_change": 40, "looking_into_it": 15, "cannot": 20, "not_ours": 15, "exception": 10}
SETTLED_AFTER = timedelta(days=90)


def raise_issues(
    making: Making, people: People, at: AtSite, told: Told, words: Vocabularies
) -> list[CommissionerIssue]:
    """Raise an issue from one case in eight, and say what became of it."""
    if not told.discussions or told.presented_at > making.size.now or not making.is_one_in(8):
        return []
    theme, on = making.chance.choice(words.issue_themes), told.presented_at + timedelta(hours=1)
    issue = making.rows.add(
        CommissionerIssue, case=told.case, site=at.site, theme=theme.key, words=making.wording.text(20, 50),
        raised_by=at.facilitator, raised_at=min(on, making.size.now),
    )  # fmt: skip
    if making.chance.random() < 0.75:
        _word(making, Door(making, people, at), told, issue, theme.name)
    return [issue]


def _word(making: Making, door: Door, told: Told, issue: CommissionerIssue, theme: str) -> None:
    content = {
        "title": making.wording.line(), "words": making.wording.text(25, 60), "theme": theme, "raised": key_of(issue.raised_at),
    }  # fmt: skip
    text = door.send(
        content, kind=ClearedText.Kind.COMMISSIONER_ISSUE, audience=making.one_of(AUDIENCES), told=told,
        by=issue.raised_by, on=min(issue.raised_at + timedelta(days=7), making.size.now),
    )  # fmt: skip
    making.rows.add(IssueWording, issue=issue, cleared_text=text)
    is_old = making.size.now - issue.raised_at > SETTLED_AFTER
    by = door.at.commissioner if door.at else None
    if (
        is_old
        and door.publish(text, told)
        and by
        and text.audience != Audience.PROGRAMME
        and making.chance.random() < 0.8
    ):
        _reply(making, issue, by)


def _reply(making: Making, issue: CommissionerIssue, by: User) -> None:
    kind = making.one_of(REPLIES)
    replied = issue.raised_at + timedelta(days=40)
    due = (
        (replied + timedelta(days=120)).date()
        if kind in ("will_change", "looking_into_it", "exception")
        else None
    )
    reply = making.rows.add(
        IssueReply, issue=issue, by=by, kind=kind, words=making.wording.text(15, 40), due_on=due, first_due_on=due,
        whose="The director of housing" if kind == "not_ours" else "", replied_at=replied,
        for_whom="People between two services" if kind == "exception" else "",
        decided_by="The partnership board" if kind == "exception" else "",
    )  # fmt: skip
    if kind == "will_change" and due and due < making.size.now.date() and making.chance.random() < 0.8:
        outcome = making.one_of({"kept": 6, "partly": 2, "not_kept": 2})
        reply.kept_on = due if outcome == "kept" else None
        making.rows.add(
            PromiseOutcome, reply=reply, side="commissioner", outcome=outcome, on=due, by=by, words="",
            at=replied + timedelta(days=121),
        )  # fmt: skip
