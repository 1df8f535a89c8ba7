"""No home page, site page or programme page needs more queries where there is more to show, and none more than twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import IssueReply
from members.models import Role
from newsletter import actions as newsletter_actions
from tests.factories.cases import (
    CaseFactory,
    ClearedTextFactory,
    CommissionerIssueFactory,
    DiscussionFactory,
    NextStepFactory,
)
from tests.factories.knowledge import AttachedEvidenceFactory, QuestionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, InvitationFactory, MemberFactory, RoleFactory
from tests.factories.sites import ProgrammeEventFactory, SiteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MOST = 20
ROLES = ["facilitator", "member", "broker", "team", "adviser", "commissioner", "facilitator and broker"]


@pytest.fixture
def site():
    return SiteFactory()


def somebody(role, site):
    programme = site.programme
    if role == "member":
        return MemberFactory(site=site)
    if role.startswith("facilitator"):
        member = FacilitationFactory(member=MemberFactory(site=site)).member
        if role.endswith("broker"):
            RoleFactory(user=member.user, programme=programme, kind=Role.Kind.KNOWLEDGE_BROKER)
        return member
    kind = {"team": Role.Kind.PROGRAMME_TEAM, "broker": Role.Kind.KNOWLEDGE_BROKER}.get(role, role)
    return RoleFactory(programme=programme, kind=kind, sites=[site])


def publish(text, site):
    for presenter in text.case.presenter_rows.all():
        clearance_actions.agree(
            text.case, member=presenter.member, audience=text.audience, by=presenter.member.user, text=text
        )
    clearance_actions.approve(text, sha256=text.sha256, by=MemberFactory(site=site).user)
    clearance_actions.publish(text, by=None)


def once_more(site, member, commissioner):
    """One more of everything that a home page can show."""
    number = site.meetings.count() + 1
    held = MeetingFactory(site=site, held=True, number=number)
    MeetingFactory(site=site, number=number + 1)
    next_meeting = site.meetings.upcoming().first()
    case = CaseFactory(site=site)
    DiscussionFactory(case=case, meeting=held)
    DiscussionFactory(case=CaseFactory(site=site, presenter=member), meeting=next_meeting)
    NextStepFactory(discussion=case.discussions.get(), owner=member)
    NextStepFactory(discussion=case.discussions.get())
    AttachedEvidenceFactory(case=case, question=QuestionFactory(case=case))
    QuestionFactory(case=case)
    for audience in ("programme", "commissioners"):
        ClearedTextFactory(case=CaseFactory(site=site, presented=True), audience=audience)
    clearance_actions.send_back(ClearedTextFactory(case=case), reason="Shorter", by=commissioner)
    for replied in (False, True):
        issue = CommissionerIssueFactory(case=CaseFactory(site=site, presented=True))
        writer = MemberFactory(site=site).user
        text = issue_actions.send_issue_for_checking(issue, title="Letters", words="Two letters", by=writer)
        publish(text, site)
        if replied:
            issue_actions.reply(
                issue,
                kind=IssueReply.Kind.WILL_CHANGE,
                words="Yes",
                due_on=timezone.localdate(),
                by=commissioner,
            )
    InvitationFactory(member=MemberFactory(site=site, user=None, email=f"i{number}@example.org"))
    InvitationFactory(
        member=None, role_kind=Role.Kind.ADVISER, programme=site.programme, email="a@example.org", name="Ann"
    )
    ProgrammeEventFactory(programme=site.programme)
    SiteFactory(programme=site.programme)


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", ROLES)
def test_more_to_show_needs_no_more_queries(client, site, role):
    somebody_here = somebody(role, site)
    member = somebody_here if hasattr(somebody_here, "discipline") else MemberFactory(site=site)
    commissioner = somebody("commissioner", site).user
    urls = ["/", site.get_absolute_url(), site.programme.get_absolute_url()]
    once_more(site, member, commissioner)
    newsletter_actions.assemble(site.programme, month=timezone.localdate().replace(day=1))
    client.force_login(somebody_here.user)

    before = {url: queries(client, url) for url in urls}
    once_more(site, member, commissioner)
    after = {url: queries(client, url) for url in urls}

    assert after == before
    assert max(after.values()) <= MOST


def test_the_front_page_needs_few_queries(client, site):
    assert queries(client, "/") <= 5
