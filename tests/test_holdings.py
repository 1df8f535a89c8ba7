"""What people hold: every column that names a person is either asked about when they go, or named here with why it is not.

For whoever moves the rows of one person to another, this is the list of all of them.
"""

import pytest
from django.apps import apps
from django.conf import settings

from kit.holdings import KINDS
from members.models import Facilitation, Member, Role, User

NOT_HELD = {
    "It says who did something, which stays so": """
        kit.AuditEvent.by kit.Revision.by kit.Revision.settled_by kit.RemovedRow.removed_by
        sites_app.SiteState.recorded_by sites_app.Expense.added_by
        members.Member.added_by members.MemberMerge.by members.MemberMerge.into members.MarkOverride.by members.Agreement.recorded_by members.OwnWords.written_by members.KeptWord.kept_by
        members.Invitation.invited_by members.Invitation.accepted_by members.DisciplineProposal.proposed_by
        meetings.Meeting.closed_by meetings.Meeting.cancelled_by meetings.Meeting.scheduled_by invitations.DateInvitation.invited_by invitations.DateInvitation.withdrawn_by
        sites_app.ProgrammeEvent.cancelled_by sites_app.ProgrammeEvent.attendance_by events.EventPaper.added_by
        meetings.Attendance.recorded_by meetings.AttendanceCorrection.by meetings.MinutesSharing.by
        meetings.MinutesApproval.by meetings.MinutesCorrection.by
        cases.BringRequest.asked_by cases.Case.offered_by cases.Discussion.added_by cases.CaseMinutesCorrection.by
        cases.PresenterNotice.told_by next_steps.NextStep.added_by next_steps.Feedback.recorded_by next_steps.LaterLook.said_by
        next_steps.FeedbackCorrection.by next_steps.HandOver.by next_steps.HandOver.from_member
        next_steps.HandOver.to_member next_steps.Feedback.given_by
        clearance.SharingAgreement.recorded_by clearance.AuthorAnswers.by clearance.Authorship.user clearance.Clearance.by clearance.SendBack.by clearance.TextMessage.by clearance.KeptBeside.by clearance.FoundPassage.settled_by clearance.CheckRequest.asked_by
        clearance.ClearedText.sent_for_checking_by clearance.ClearedText.struck_by clearance.ClearedText.authors
        clearance.Publication.published_by clearance.Publication.withdrawn_by
        commissioning.CommissionerIssue.raised_by commissioning.IssueAddition.added_by commissioning.MovedDate.by commissioning.PromiseOutcome.by knowledge.Question.answered_by knowledge.Evidence.added_by
        knowledge.AttachedEvidence.attached_by library.LearningObject.started_by
        newsletter.NewsletterIssue.sent_for_checking_by newsletter.NewsletterIssue.approved_by
        newsletter.NewsletterIssue.sent_by newsletter.NewsletterIssue.stopped_by newsletter.Suppression.lifted_by
        newsletter.SiteUpdate.written_by newsletter.Entry.edited_by
    """,
    "It says what they were or said, which stays so": """
        members.Absence.member members.EarlierAddress.member members.Employment.member members.MarkOverride.member members.Agreement.member
        members.OwnWords.member meetings.Attendance.member meetings.Attendance.stand_in_joined_as meetings.Visit.user
        meetings.Reply.member cases.NamedPresenter.member cases.SteppedOut.member knowledge.EvidenceReaction.member
        clearance.SharingAgreement.member clearance.Showing.member clearance.Opening.member
        members.PastName.member members.PastRole.member members.MemberCorrection.member members.MemberCorrection.by
    """,
    "It is a mail to them, which asks when it is sent whether they can still be mailed": """
        meetings.CalendarMail.member meetings.CalendarChange.member meetings.MinutesMail.member meetings.Reminder.member
        cases.BringRequest.member cases.PresenterNotice.member next_steps.StepsMail.member next_steps.WeeklyMail.member
        clearance.AgreementMail.member members.AddressChange.user notices.NoticeMail.user
    """,
    "It goes with the account, which stays": """
        kit.Draft.user kit.SavedKey.user kit.SectionHold.holder kit.Presence.user kit.Press.user
        notices.Told.user notices.Preferences.user notices.TopicChoice.user
        members.Member.user members.Session.user meetings.CalendarFeed.user invitations.DateInvitation.user members.MemberUpload.by
    """,
    "It is what ends": "members.Role.user",
    "Leaving withdraws it": "members.Invitation.member",
    "It is the same as another column": "cases.Case.presenters",  # cases.Presenter.member
}
LISTED = [column for columns in NOT_HELD.values() for column in columns.split()]


def columns_with_people() -> set[str]:
    """Every foreign key of ours to a member, an account, a facilitation or a role, also of several."""
    ours = {app.rpartition(".")[2] for app in settings.OUR_APPS}
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ours
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and field.related_model in (Member, User, Facilitation, Role)
    }


def test_every_column_that_names_a_person_is_held_or_says_why_not():
    held = [column for kind in KINDS for column in kind.columns]

    assert sorted([*held, *LISTED]) == sorted(columns_with_people())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_name_of_its_own_and_a_heading(kind):
    assert [each.name for each in KINDS].count(kind.name) == 1
    assert kind.heading


def test_the_walk_sees_the_columns():
    assert len(columns_with_people()) > 60
    assert "next_steps.NextStep.owner" in columns_with_people()
