"""The verbs of issues."""

from datetime import date

import pytest

from cases.clearance import actions as clearance_actions
from cases.clearance.decision import WhyNotApprove, why_not_approve
from cases.clearance.models import Audience
from cases.commissioning import actions as commissioning_actions
from cases.commissioning.models import CommissionerIssue
from kit.errors import RefusedError
from tests.factories.cases import CaseFactory, CommissionerIssueFactory
from tests.factories.sites import SiteFactory

# --- Issues


def test_an_issue_is_raised_once_in_the_same_words(place, case):
    first = commissioning_actions.raise_issue(
        case, theme="capacity", words="Two hours a week.", by=place.colleague
    )

    assert (
        commissioning_actions.raise_issue(
            case, theme="capacity", words=" Two hours a week. ", by=place.facilitator
        )
        == first
    )
    assert first.site == place.site
    for theme, words in (("weather", "Rain"), ("capacity", " ")):
        with pytest.raises(RefusedError):
            commissioning_actions.raise_issue(case, theme=theme, words=words, by=place.colleague)


def publish_issue(issue, place, title="People lose support"):
    text = commissioning_actions.send_issue_for_checking(
        issue, title=title, words="After two letters.", by=place.facilitator
    )
    clearance_actions.agree(
        issue.case, member=place.members.presenter, audience=text.audience, by=place.presenter
    )
    clearance_actions.approve(text, sha256=text.sha256, by=place.colleague)
    clearance_actions.publish(text, by=place.facilitator)
    return text


@pytest.fixture
def issue(case):
    return CommissionerIssueFactory(case=case)


def test_an_issue_is_sent_for_checking_in_general_words(place, issue):
    text = commissioning_actions.send_issue_for_checking(
        issue, title=" People lose support ", words="After two letters.", by=place.facilitator
    )

    assert text.content == {
        "title": "People lose support", "words": "After two letters.", "theme": "Excluded from a service",
    }  # fmt: skip
    assert (text.audience, text.site, text.case) == (Audience.COMMISSIONERS, place.site, issue.case)
    assert issue.words not in text.body


def test_new_general_words_replace_those_that_wait(place, issue):
    first = commissioning_actions.send_issue_for_checking(
        issue, title="One", words="Words.", by=place.facilitator
    )
    second = commissioning_actions.send_issue_for_checking(
        issue, title="Two", words="Words.", by=place.facilitator
    )

    assert second.replaces == first
    assert issue.wordings.count() == 2


def test_the_person_who_raised_an_issue_does_not_approve_its_words(place, case):
    issue = commissioning_actions.raise_issue(
        case, theme="capacity", words="Two hours a week.", by=place.colleague
    )
    text = commissioning_actions.send_issue_for_checking(
        issue, title="One", words="Words.", by=place.facilitator
    )

    assert why_not_approve(text.read_facts(), place.colleague.pk) is WhyNotApprove.AUTHOR


def test_a_commissioner_replies_to_what_was_approved_for_them(place, issue):
    with pytest.raises(RefusedError, match="not been approved"):
        commissioning_actions.reply(issue, kind="cannot", words="No money.", by=place.commissioner)

    publish_issue(issue, place)
    reply = commissioning_actions.reply(issue, kind="cannot", words="No money.", by=place.commissioner)

    assert (
        commissioning_actions.reply(issue, kind="cannot", words="No money.", by=place.commissioner) == reply
    )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "perhaps", "words": "x"}, "four answers"),
        ({"kind": "cannot", "words": " "}, "Enter your reply"),
        ({"kind": "will_change", "words": "Three tries."}, "a date that you are confident of"),
        ({"kind": "not_ours", "words": "Ask them."}, "whose"),
    ],
)
def test_a_reply_says_what_it_has_to(place, issue, fields, why):
    publish_issue(issue, place)

    with pytest.raises(RefusedError, match=why):
        commissioning_actions.reply(issue, by=place.commissioner, **fields)


def test_a_promise_is_kept_once(place, issue):
    publish_issue(issue, place)
    promise = commissioning_actions.reply(
        issue, kind="will_change", words="Three tries.", due_on=date(2030, 1, 1), by=place.commissioner
    )

    commissioning_actions.keep_promise(promise, on=date(2029, 12, 1), by=place.commissioner)
    commissioning_actions.keep_promise(promise, on=date(2029, 12, 24), by=place.commissioner)

    assert promise.kept_on == date(2029, 12, 1)
    other = commissioning_actions.reply(issue, kind="cannot", words="No money.", by=place.commissioner)
    with pytest.raises(RefusedError):
        commissioning_actions.keep_promise(other, on=date(2029, 12, 1), by=place.commissioner)


def test_issues_are_counted_together_across_sites(place, issue):
    other = CommissionerIssueFactory(case=CaseFactory(site=place.other_site, presented=True))
    third = CommissionerIssueFactory(case=issue.case)
    commissioning_actions.merge(third, into=other, by=place.team)

    assert commissioning_actions.merge(other, into=issue, by=place.team) == issue
    commissioning_actions.merge(other, into=issue, by=place.team)

    assert list(CommissionerIssue.objects.unmerged()) == [issue]
    assert set(issue.merged_issues.all()) == {other, third}
    with pytest.raises(RefusedError, match="with itself"):
        commissioning_actions.merge(issue, into=third, by=place.team)
    with pytest.raises(RefusedError, match="counted under another"):
        commissioning_actions.send_issue_for_checking(other, title="One", words="Words.", by=place.elsewhere)
    with pytest.raises(RefusedError, match="combined with another"):
        commissioning_actions.reply(other, kind="cannot", words="No money.", by=place.commissioner)


def test_issues_of_two_programmes_are_not_counted_together(place, issue):
    foreign = CommissionerIssueFactory(case=CaseFactory(site=SiteFactory(), presented=True))

    with pytest.raises(RefusedError, match="another programme"):
        commissioning_actions.merge(issue, into=foreign, by=place.team)
