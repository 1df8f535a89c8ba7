"""Issues for commissioners with approved words."""

import pytest

from cases.clearance import actions as clearance_actions
from cases.commissioning import actions
from knowledge.library.actions.indexing import index_texts
from tests.factories.cases import CaseFactory, CommissionerIssueFactory


@pytest.fixture
def case(people):
    """A case of the site that was presented a week ago by `people.presenter`."""
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


@pytest.fixture
def sign_in(client):
    """`sign_in(user)`: a browser in which this person is signed in."""

    def as_(user):
        client.force_login(user)
        return client

    return as_


@pytest.fixture
def share(people, case):
    """`share("Title")`: an issue raised in other words, with approved words of this title, for commissioners or `audience`."""

    def shared(
        title, *, audience="commissioners", words="After two letters.", issue=None, every_site=False, **facts
    ):
        issue = issue or CommissionerIssueFactory(case=case, words="As said in the room, canary.", **facts)
        text = actions.send_issue_for_checking(
            issue, title=title, words=words, audience=audience, is_for_every_site=every_site,
            by=people.facilitator,
        )  # fmt: skip
        for row in issue.case.presenter_rows.all():
            clearance_actions.agree(issue.case, member=row.member, audience=audience, by=people.facilitator)
            clearance_actions.agree(
                issue.case, member=row.member, audience=audience, by=people.facilitator, text=text
            )
        for by in (people.member, people.team):
            clearance_actions.approve(text, sha256=text.sha256, by=by)
        clearance_actions.publish(text, by=people.facilitator)
        index_texts()
        return issue

    return shared
