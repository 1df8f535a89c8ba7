"""The issues for commissioners of the world, and what was answered."""

from datetime import date

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import IssueReply
from knowledge.library.actions.indexing import index_texts


def raise_and_answer(world, *, publish) -> None:
    """Raise issues for commissioners, for their readers and for everyone, with replies. `publish(world, text)` approves too."""
    facilitator = world.users["facilitator"]
    world.raw_issue = issue_actions.raise_issue(
        world.case, theme="capacity", words="As put in the room", by=facilitator
    )
    world.issue = issue_actions.raise_issue(
        world.case, theme="out_of_hours", words="Nobody on Fridays", by=facilitator
    )
    world.issue_text = issue_actions.send_issue_for_checking(
        world.issue, title="zqxissue title", words="zqxissue words", by=facilitator
    )
    publish(world, world.issue_text)
    world.public_issue = _for_everyone(world, "zqxeverybody", publish)
    world.unanswered_issue = _for_everyone(world, "zqxnobody", publish)
    world.withdrawn_issue = _for_everyone(world, "zqxgone", publish)
    withdrawn = ClearedText.objects.get(issue_wording__issue=world.withdrawn_issue)
    clearance_actions.withdraw(withdrawn, because="mistake", by=facilitator)
    index_texts()
    world.public_reply = issue_actions.reply(
        world.public_issue,
        kind=IssueReply.Kind.NOT_OURS,
        words="zqxanswer words",
        whose="zqxanswer board",
        by=world.users["commissioner"],
    )
    world.addition = issue_actions.add_site(
        world.public_issue,
        site=world.site_b,
        times=2,
        on=date(2026, 2, 3),
        by=world.users["facilitator_elsewhere"],
    )
    _say_in_words(world, publish)
    world.reply = issue_actions.reply(
        world.issue,
        kind=IssueReply.Kind.WILL_CHANGE,
        words="zqxreply words",
        due_on=date(2026, 5, 1),
        by=world.users["commissioner"],
    )
    ask_them = issue_actions.reply(
        world.issue,
        kind=IssueReply.Kind.NOT_OURS,
        words="Ask them",
        whose="The other board",
        by=world.users["commissioner"],
    )
    issue_actions.name_responsible(
        ask_them,
        name="Rae Responsible",
        email="rae@example.org",
        organisation="The other board",
        by=world.users["commissioner"],
    )
    world.broken = issue_actions.reply(
        world.issue,
        kind=IssueReply.Kind.WILL_CHANGE,
        words="A second worker",
        due_on=date(2026, 2, 20),
        by=world.users["commissioner"],
    )
    world.outcome = issue_actions.say_outcome(
        world.broken, outcome="partly", on=date(2026, 3, 1), words="One day", by=world.users["commissioner"]
    )
    exception = issue_actions.reply(
        world.issue,
        kind=IssueReply.Kind.EXCEPTION,
        words="Three letters",
        for_whom="People without an address",
        decided_by="The head of the service",
        due_on=date(2026, 9, 1),
        by=world.users["commissioner"],
    )
    issue_actions.move_date(
        exception, due_on=date(2026, 12, 1), reason="It works", by=world.users["commissioner"]
    )


def _for_everyone(world, name: str, publish):
    """An issue whose words for everyone say `name`, published."""
    facilitator = world.users["facilitator"]
    issue = issue_actions.raise_issue(
        world.case, theme="threshold", words=f"As said of {name[3:]}", by=facilitator
    )
    text = issue_actions.send_issue_for_checking(
        issue, title=f"{name} title", words=f"{name} words", audience=Audience.PUBLIC, by=facilitator
    )
    publish(world, text)
    return issue


def _say_in_words(world, publish) -> None:
    """Another site sees an issue for every site too, and says it in a line that two of its people approved."""
    facilitator, elsewhere = world.users["facilitator"], world.users["facilitator_elsewhere"]
    world.seen_issue = issue_actions.raise_issue(
        world.case, theme="threshold", words="As said of what is seen", by=facilitator
    )
    text = issue_actions.send_issue_for_checking(
        world.seen_issue, title="zqxseen title", words="zqxseen words", is_for_every_site=True, by=facilitator
    )
    publish(world, text)
    addition = issue_actions.add_site(
        world.seen_issue, site=world.site_b, times=1, on=date(2026, 2, 3), by=elsewhere
    )
    world.line_text = issue_actions.send_line_for_checking(
        addition, words="zqxline words", audience=Audience.COMMISSIONERS, by=elsewhere
    )
    for approver in ("team", "member_elsewhere"):
        clearance_actions.approve(world.line_text, sha256=world.line_text.sha256, by=world.users[approver])
    clearance_actions.publish(world.line_text, by=elsewhere)
