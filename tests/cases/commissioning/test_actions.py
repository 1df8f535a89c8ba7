"""The verbs of issues."""

from datetime import date

import pytest

from cases.clearance import actions as clearance_actions
from cases.clearance.decision import WhyNotApprove, why_not_approve
from cases.clearance.models import Audience
from cases.commissioning import actions as commissioning_actions
from cases.commissioning.models import CommissionerIssue
from kit.errors import RefusedError
from kit.periods import key_of
from tests.factories.cases import CaseFactory, CommissionerIssueFactory
from tests.factories.sites import SiteFactory

# --- Issues


def test_an_issue_is_raised_once_in_the_same_words(people, case):
    first = commissioning_actions.raise_issue(
        case, theme="capacity", words="Two hours a week.", by=people.member
    )

    assert (
        commissioning_actions.raise_issue(
            case, theme="capacity", words=" Two hours a week. ", by=people.facilitator
        )
        == first
    )
    assert first.site == people.site
    for theme, words in (("weather", "Rain"), ("capacity", " ")):
        with pytest.raises(RefusedError):
            commissioning_actions.raise_issue(case, theme=theme, words=words, by=people.member)


def publish_issue(issue, people, title="People lose support"):
    text = commissioning_actions.send_issue_for_checking(
        issue, title=title, words="After two letters.", by=people.facilitator
    )
    clearance_actions.agree(
        issue.case, member=people.members.presenter, audience=text.audience, by=people.presenter, text=text
    )
    clearance_actions.approve(text, sha256=text.sha256, by=people.member)
    clearance_actions.publish(text, by=people.facilitator)
    return text


@pytest.fixture
def issue(case):
    return CommissionerIssueFactory(case=case)


def test_an_issue_is_sent_for_checking_in_general_words(people, issue):
    text = commissioning_actions.send_issue_for_checking(
        issue, title=" People lose support ", words="After two letters.", by=people.facilitator
    )

    assert text.content == {
        "title": "People lose support", "words": "After two letters.", "theme": "Excluded from a service",
        "raised": key_of(issue.raised_at),
    }  # fmt: skip
    assert (text.audience, text.site, text.case) == (Audience.COMMISSIONERS, people.site, issue.case)
    assert issue.words not in text.body


def test_new_general_words_replace_those_that_wait(people, issue):
    first = commissioning_actions.send_issue_for_checking(
        issue, title="One", words="Words.", by=people.facilitator
    )
    second = commissioning_actions.send_issue_for_checking(
        issue, title="Two", words="Words.", by=people.facilitator
    )

    assert second.replaces == first
    assert issue.wordings.count() == 2


def test_the_person_who_raised_an_issue_does_not_approve_its_words(people, case):
    issue = commissioning_actions.raise_issue(
        case, theme="capacity", words="Two hours a week.", by=people.member
    )
    text = commissioning_actions.send_issue_for_checking(
        issue, title="One", words="Words.", by=people.facilitator
    )

    assert why_not_approve(text.read_facts(), people.member.pk) is WhyNotApprove.AUTHOR


def test_a_commissioner_replies_to_what_was_approved_for_them(people, issue):
    with pytest.raises(RefusedError, match="not been approved"):
        commissioning_actions.reply(issue, kind="cannot", words="No money.", by=people.commissioner)

    publish_issue(issue, people)
    reply = commissioning_actions.reply(issue, kind="cannot", words="No money.", by=people.commissioner)

    assert (
        commissioning_actions.reply(issue, kind="cannot", words="No money.", by=people.commissioner) == reply
    )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "looking_into_it", "words": "We ask."}, "until when you are looking into it"),
        ({"kind": "exception", "words": "Yes.", "for_whom": "People", "decided_by": "Us"}, "until when"),
        (
            {"kind": "exception", "words": "Yes.", "due_on": date(2030, 1, 1), "decided_by": "Us"},
            "who the exception",
        ),
        ({"kind": "exception", "words": "Yes.", "due_on": date(2030, 1, 1), "for_whom": "Us"}, "who decided"),
        ({"kind": "perhaps", "words": "x"}, "five answers"),
        ({"kind": "cannot", "words": " "}, "Enter your reply"),
        ({"kind": "will_change", "words": "Three tries."}, "a date that you are confident of"),
        ({"kind": "not_ours", "words": "Ask them."}, "whose"),
    ],
)
def test_a_reply_says_what_it_has_to(people, issue, fields, why):
    publish_issue(issue, people)

    with pytest.raises(RefusedError, match=why):
        commissioning_actions.reply(issue, by=people.commissioner, **fields)


def test_a_promise_is_kept_once(people, issue):
    publish_issue(issue, people)
    promise = commissioning_actions.reply(
        issue, kind="will_change", words="Three tries.", due_on=date(2030, 1, 1), by=people.commissioner
    )

    commissioning_actions.keep_promise(promise, on=date(2029, 12, 1), by=people.commissioner)
    commissioning_actions.keep_promise(promise, on=date(2029, 12, 24), by=people.commissioner)

    assert promise.kept_on == date(2029, 12, 1)
    other = commissioning_actions.reply(issue, kind="cannot", words="No money.", by=people.commissioner)
    with pytest.raises(RefusedError):
        commissioning_actions.keep_promise(other, on=date(2029, 12, 1), by=people.commissioner)


def test_issues_are_counted_together_across_sites(people, issue):
    other = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    third = CommissionerIssueFactory(case=issue.case)
    commissioning_actions.merge(third, into=other, by=people.team)

    assert commissioning_actions.merge(other, into=issue, by=people.team) == issue
    commissioning_actions.merge(other, into=issue, by=people.team)

    assert list(CommissionerIssue.objects.unmerged()) == [issue]
    assert set(issue.merged_issues.all()) == {other, third}
    with pytest.raises(RefusedError, match="with itself"):
        commissioning_actions.merge(issue, into=third, by=people.team)
    with pytest.raises(RefusedError, match="counted under another"):
        commissioning_actions.send_issue_for_checking(other, title="One", words="Words.", by=people.elsewhere)
    with pytest.raises(RefusedError, match="combined with another"):
        commissioning_actions.reply(other, kind="cannot", words="No money.", by=people.commissioner)


def test_issues_of_two_programmes_are_not_counted_together(people, issue):
    foreign = CommissionerIssueFactory(case=CaseFactory(site=SiteFactory(), presented=True))

    with pytest.raises(RefusedError, match="another programme"):
        commissioning_actions.merge(issue, into=foreign, by=people.team)
