"""How the notice that another site sees an issue too comes about, as in makers.py."""

from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueAdditionFactory


def seen_too(w):
    case = CaseFactory(site=w.site, presented=True, presenter=w.presenter)
    issue = CommissionerIssueFactory(case=case, raised_by=w.member.user)
    added = IssueAdditionFactory(issue=issue)
    yield {w.lead, w.member.user}
    added.delete()
