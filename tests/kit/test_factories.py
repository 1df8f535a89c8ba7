import pytest

from tests.factories import cases, knowledge, meetings, members, newsletter, sites


@pytest.mark.parametrize(
    "factory",
    [
        sites.SiteFactory,
        sites.ExpenseFactory,
        sites.ProgrammeEventFactory,
        members.MemberFactory,
        members.FacilitationFactory,
        members.RoleFactory,
        members.GroundRulesFactory,
        members.InvitationFactory,
        meetings.AttendanceFactory,
        meetings.AgendaItemFactory,
        meetings.VisitFactory,
        cases.FeedbackFactory,
        cases.CommissionerIssueFactory,
        cases.ClearedTextFactory,
        cases.IssueReplyFactory,
        knowledge.QuestionFactory,
        knowledge.AttachedEvidenceFactory,
        knowledge.LearningObjectFactory,
        newsletter.EntryFactory,
        newsletter.SubscriberFactory,
    ],
)
def test_the_default_of_every_factory_keeps_every_rule_of_the_database(db, factory):
    row = factory()

    row.validate_constraints()
