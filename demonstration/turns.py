"""Plans what happens off the main line: who is asked for a case, stepping out, a yes taken back, issues combined, a
write-up withdrawn."""

from datetime import timedelta

from cases.actions import cases, presenter_notices
from cases.clearance import actions as clearance_actions
from cases.commissioning import actions as commissioning_actions
from cases.commissioning.models import CommissionerIssue
from demonstration.data_files import at
from demonstration.programmes import Cast
from demonstration.stories import Story


def plan_turns(story: Story) -> None:
    """Plan the turns that the data file names, for a case that was presented."""
    if not story.is_held:
        return
    for role in story.entry.get("stepped_out", []):
        story.at(story.start + timedelta(minutes=5), "stepped out", lambda role=role: _step_out(story, role))
    if refusal := story.entry.get("agreement_withdrawn"):
        moment = story.start + timedelta(days=refusal["after_days"])
        story.at(moment, "agreement withdrawn", lambda: _withdraw_agreement(story, refusal))
    for issue in story.entry.get("issues", []):
        if "merged_into" in issue:
            moment = story.start + timedelta(days=6)
            story.at(moment, "issues combined", lambda issue=issue: _merge(story, issue))
    if withdrawn := story.entry.get("writeup", {}).get("withdrawn"):
        moment = story.published_at + timedelta(days=withdrawn["after_days"])
        story.at(moment, "withdrawn", lambda: _withdraw(story, withdrawn))


def plan_requests(cast: Cast) -> None:
    """Plan who is asked to bring a case."""
    for asked in cast.data.get("asked_to_bring", []):
        moment = at(cast.days.day(asked), "09:30")
        cast.timeline.add(moment, "asking for a case", lambda asked=asked: _ask_to_bring(cast, asked))


def _ask_to_bring(cast: Cast, asked: dict) -> None:
    member = cast.in_role(asked["site"], asked["role"])
    presenter_notices.ask_to_bring(member, by=cast.facilitator(asked["site"]).user)


def _step_out(story: Story, role: str) -> None:
    member = story.cast.in_role(story.code, role)
    cases.step_out(story.case, member=member, by=story.cast.account(member))


def _withdraw_agreement(story: Story, refusal: dict) -> None:
    member = story.cast.in_role(story.code, refusal["role"])
    clearance_actions.withdraw_agreement(
        story.case, member=member, audience=refusal["audience"], by=story.cast.account(member)
    )


def _merge(story: Story, issue: dict) -> None:
    """Combine the issue with an earlier one of the same site that says the same."""
    into = CommissionerIssue.objects.get(case__site=story.case.site_id, words=issue["merged_into"])
    commissioning_actions.merge(story.issue_row(issue), into=into, by=story.facilitator)


def _withdraw(story: Story, withdrawn: dict) -> None:
    """Withdraw the published write-up, with a reason for its readers and a note for the team."""
    clearance_actions.withdraw(
        story.text_being_checked(), because=withdrawn["because"], note=withdrawn["note"], by=story.facilitator
    )
