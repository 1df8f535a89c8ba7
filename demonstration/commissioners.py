"""Plans which sites see an issue too, and what commissioners answer to it: the reply, and how its date is moved."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.audiences import Audience
from cases.clearance.decision import may_approve
from cases.commissioning import actions
from cases.commissioning.models import IssueAddition, IssueReply
from demonstration.data_files import ANSWERS
from demonstration.stories import Story

REPLIES_AFTER = timedelta(days=17)  # after the meeting


def plan_answers(story: Story) -> None:
    """Plan the replies to the issues of a case that were published, and what became of them."""
    if not story.is_held:
        return
    for issue in story.entry.get("issues", []):
        for seen in issue.get("seen_too", []):
            moment = story.start + timedelta(days=seen["after_days"])
            story.at(moment, "seen too", partial(_see_too, story, issue, seen))
        if "reply" in issue and "merged_into" not in issue:
            _plan(story, issue)


def _see_too(story: Story, issue: dict, seen: dict) -> None:
    """Add another site to an issue that it may read, and say in a line of words what happens there."""
    added = actions.add_site(
        story.issue_row(issue),
        site=story.cast.site(seen["site"]),
        times=seen["times"],
        on=timezone.localdate(),
        by=story.cast.facilitator(seen["site"]).user,
    )
    if "words" in seen:
        _say_in_words(story, added, seen["words"])


def _say_in_words(story: Story, added: IssueAddition, words: str) -> None:
    """Send a line of the site for checking; one of its members approves it, and its facilitator publishes it."""
    site = added.site.code
    facilitator = story.cast.facilitator(site).user
    text = actions.send_line_for_checking(
        added, words=words, audience=Audience.COMMISSIONERS, answers=ANSWERS, by=facilitator
    )
    rows = [
        row for row in story.cast.of_site(site) if row["mark"] == "X" and row["email"] and not row["left"]
    ]
    members = [story.cast.member(row["key"]).user for row in rows]
    facts = text.read_facts()
    reader = next(user for user in members if user and may_approve(facts, user.pk))
    story.approve(text, by=reader)
    clearance_actions.publish(text, by=facilitator)


def _plan(story: Story, issue: dict) -> None:
    answer = issue["reply"]
    replied = story.start + REPLIES_AFTER
    story.at(replied, "reply", lambda: _reply(story, issue))
    for moved in answer.get("moved", []):
        moment = replied + timedelta(days=moved["after_days"])
        story.at(moment, "date moved", lambda moved=moved: _move(story, issue, moved))

    for key, site_says in [("outcome", False), ("site_says", True)]:
        if said := answer.get(key):
            moment = replied + timedelta(days=said["after_days"])
            story.at(moment, "outcome", partial(_say, story, issue, said, for_site=site_says))


def _reply(story: Story, issue: dict) -> None:
    answer, by = issue["reply"], story.cast.commissioner(story.code)
    if by is None:  # the site has none
        return
    days = answer.get("due_in_days")
    actions.reply(
        story.issue_row(issue),
        kind=answer["kind"],
        words=answer["words"],
        due_on=timezone.localdate() + timedelta(days=days) if days else None,
        whose=answer.get("whose", ""),
        for_whom=answer.get("for_whom", ""),
        decided_by=answer.get("decided_by", ""),
        by=by,
    )


def _given(story: Story, issue: dict) -> IssueReply | None:
    """Return the reply to the issue, or None if the site has no commissioner."""
    return story.issue_row(issue).replies.filter(words=issue["reply"]["words"].strip()).first()


def _move(story: Story, issue: dict, moved: dict) -> None:
    reply = _given(story, issue)
    if reply is None:
        return
    actions.move_date(
        reply, due_on=reply.due_on + timedelta(days=moved["by_days"]), reason=moved["reason"], by=reply.by
    )


def _say(story: Story, issue: dict, said: dict, *, for_site: bool) -> None:
    """Say what became of the promise, as the commissioner or as the site."""
    reply = _given(story, issue)
    if reply is None:
        return
    actions.say_outcome(
        reply,
        outcome=said["outcome"],
        on=timezone.localdate(),
        words=said.get("words", ""),
        site=story.case.site if for_site else None,
        by=story.facilitator if for_site else reply.by,
    )
