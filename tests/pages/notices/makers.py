"""How each kind of notice comes about: makes the fact, yields whom it waits for, and does it when called again."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from cases.actions import presenter_notices
from cases.clearance import actions as clearance_actions
from cases.clearance import checkers
from cases.clearance.messages import write_message
from cases.clearance.models import CheckRequest, FoundPassage, Rereading
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import IssueReply
from cases.next_steps.actions import steps as step_actions
from kit.models import RefusedAddress
from knowledge.actions import evidence as evidence_actions
from knowledge.library.models import LearningObject, LearningObjectVersion
from meetings import actions as meeting_actions
from members import actions as member_actions
from members.models import Member
from newsletter import actions as newsletter_actions
from newsletter.models import NewsletterIssue, SiteUpdate
from tests.factories.cases import (
    CaseFactory,
    CommissionerIssueFactory,
    DiscussionFactory,
    NextStepFactory,
)
from tests.factories.knowledge import AttachedEvidenceFactory, QuestionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import InvitationFactory, MemberFactory
from tests.pages.notices import addition_makers as additions
from tests.pages.notices import event_makers as events
from tests.pages.notices import visit_makers as visits


def presented(w, **more):
    return CaseFactory(site=w.site, presented=True, presenter=w.presenter, **more)


def sent(w, **more):
    text = {"kind": "learning_object", "audience": "programme", "programme": w.programme, "site": w.site}
    fields = text | {"case": presented(w), "authors": [w.lead], "by": w.lead} | more
    return clearance_actions.send_for_checking({"title": "Short"}, **fields)


def agree(w, text):
    clearance_actions.agree(
        text.case, member=w.presenter, audience=text.audience, by=w.presenter.user, text=text
    )


def approve(text, by):
    clearance_actions.approve(text, sha256=text.sha256, by=by)


def people_of_site(w):
    return {member.user for member in Member.objects.filter(site=w.site) if member.user}


def issue_out(w):
    issue = CommissionerIssueFactory(case=presented(w), raised_by=w.member.user)
    text = issue_actions.send_issue_for_checking(issue, title="Letters", words="Two letters", by=w.lead)
    agree(w, text)
    approve(text, MemberFactory(site=w.site).user)
    clearance_actions.publish(text, by=w.lead)
    return issue


def reply(w, kind, days):
    """A reply whose date is `days` from now, however far back that is."""
    found = issue_actions.reply(
        issue_out(w), kind=kind, words="We will", due_on=timezone.localdate() + timedelta(days=30), by=w.commissioner
    )  # fmt: skip
    IssueReply.objects.filter(pk=found.pk).update(due_on=timezone.localdate() + timedelta(days=days))
    return found


def newsletter(w):
    MeetingFactory(site=w.site, held=True)
    month = (timezone.localdate() - timedelta(days=7)).replace(day=1)
    return newsletter_actions.assemble(w.programme, month=month)


# What makes each kind: it yields those whom it is for, and then does it. News goes by itself.


def case_to_complete(w):
    case = CaseFactory(site=w.site, presenter=w.presenter, presentation="")
    DiscussionFactory(case=case, meeting=MeetingFactory(site=w.site))
    yield {w.presenter.user}
    case.presentation = "A few lines"
    case.save()


def presenter_to_tell(w):
    ken, meeting = MemberFactory(site=w.site, without_account=True), MeetingFactory(site=w.site)
    case = CaseFactory(site=w.site, presenter=ken)
    DiscussionFactory(case=case, meeting=meeting)
    yield {w.lead}
    presenter_notices.record_told_in_person(case, meeting=meeting, member=ken, by=w.lead)


def meeting_to_close(w):
    meeting = MeetingFactory(site=w.site, held=True)
    yield {w.lead}
    meeting_actions.record_attendance(meeting, marks={w.facilitator: ("present", "")}, by=w.lead)
    meeting_actions.close(meeting, by=w.lead)


def minutes_to_approve(w):
    ago = timezone.now() - timedelta(days=40)
    first = MeetingFactory(site=w.site, starts_at=ago, closed_at=ago + timedelta(days=1), minutes="Words")
    later = MeetingFactory(site=w.site, held=True)
    yield {w.lead}
    meeting_actions.approve_minutes(first, at=later, by=w.lead)


def site_without_date(w):
    yield {w.lead}
    MeetingFactory(site=w.site)


def site_behind(w):
    yield {w.team}
    for site in w.programme.sites.all():
        MeetingFactory(site=site)


def agreement_asked(w):
    text = sent(w)
    yield {w.presenter.user}
    agree(w, text)


def text_to_show(w):
    ken = MemberFactory(site=w.site, without_account=True)
    text = sent(w, case=CaseFactory(site=w.site, presented=True, presenter=ken))
    yield {w.lead}
    clearance_actions.agree(text.case, member=ken, audience=text.audience, by=w.lead, text=text)


def text_sent_back(w):
    issue = CommissionerIssueFactory(case=presented(w))
    text = issue_actions.send_issue_for_checking(issue, title="Letters", words="Two letters", by=w.lead)
    clearance_actions.send_back(text, reason="Say it shorter", by=w.broker)
    yield {w.lead}
    issue_actions.send_issue_for_checking(issue, title="Letters", words="Two", by=w.lead)


def text_to_check(w):
    text = sent(w)
    yield {w.member.user, w.broker, w.team}
    approve(text, w.team)


def text_unchecked(w):
    text = sent(w)
    first = checkers.ask_to_check(text, people=[w.member.user], due_on=timezone.localdate(), by=w.lead)
    CheckRequest.objects.filter(pk=first[0].pk).update(ended_at=timezone.now(), ending="lapsed")
    yield {w.lead, w.team}
    checkers.ask_another(text, person=w.team, due_on=timezone.localdate(), by=w.lead)


def text_to_publish(w):
    text = sent(w)
    approve(text, w.team)
    agree(w, text)
    yield {w.lead}
    clearance_actions.publish(text, by=w.lead)


def message_to_answer(w):
    text = sent(w)
    write_message(text, words="Shorter?", by=w.team)
    yield {w.lead}
    write_message(text, words="Yes", by=w.lead)


def passages_found(w):
    reread = Rereading.objects.create(subject="a.row:1", programme=w.programme)
    found = FoundPassage.objects.create(rereading=reread, digest="0" * 64, kind="person")
    yield {w.team}
    found.delete()


def step_to_report(w):
    step = NextStepFactory(discussion=presented(w).discussions.get(), owner=w.member)
    yield {w.member.user}
    step_actions.give_feedback(step, outcome="helped", by=w.member.user)


def steps_awaiting(w):
    step = NextStepFactory(discussion=presented(w).discussions.get(), owner=w.member)
    MeetingFactory(site=w.site)
    yield {w.lead}
    step_actions.give_feedback(step, outcome="helped", by=w.member.user)


def steps_of_nobody(w):
    step = NextStepFactory(discussion=presented(w).discussions.get(), owner=None)
    yield {w.lead}
    step.owner = w.member
    step.save()


def issue_to_word(w):
    issue = CommissionerIssueFactory(case=presented(w))
    yield {w.lead}
    issue_actions.send_issue_for_checking(issue, title="Letters", words="Two letters", by=w.lead)


def issue_to_answer(w):
    issue = issue_out(w)
    yield {w.commissioner}
    issue_actions.reply(issue, kind="cannot", words="No", by=w.commissioner)


def promise_overdue(w):
    promise = reply(w, "will_change", -1)
    yield {w.commissioner}
    issue_actions.keep_promise(promise, on=timezone.localdate(), by=w.commissioner)


def promise_due(w):
    promise = reply(w, "will_change", 5)
    yield {w.commissioner}
    issue_actions.keep_promise(promise, on=timezone.localdate(), by=w.commissioner)


def looking_past(w):
    looks = reply(w, "looking_into_it", -1)
    yield {w.commissioner}
    issue_actions.reply(looks.issue, kind="cannot", words="No", by=w.commissioner)


def exception_past(w):
    issue = issue_out(w)
    agreed = issue_actions.reply(
        issue, kind="exception", words="Until then", due_on=timezone.localdate() + timedelta(days=30),
        for_whom="People without an address", decided_by="The board", by=w.commissioner,
    )  # fmt: skip
    IssueReply.objects.filter(pk=agreed.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    yield {w.commissioner}
    issue_actions.reply(issue, kind="cannot", words="No", by=w.commissioner)


def question_asked(w):
    question = QuestionFactory(case=presented(w))
    yield {w.broker}
    evidence_actions.answer(question, answer="Yes", by=w.broker)


def site_update_wanted(w):
    issue = newsletter(w)
    yield {w.lead}
    SiteUpdate.objects.create(issue=issue, site=w.site, words="We met", written_by=w.lead)


def newsletter_to_edit(w):
    issue = newsletter(w)
    yield {w.broker}
    newsletter_actions.send_newsletter_for_checking(issue, by=w.broker)


def entries_to_check(w):
    issue = newsletter(w)
    newsletter_actions.send_newsletter_for_checking(issue, by=w.broker)
    yield {w.team}
    issue.entries.update(left_out_at=timezone.now())


def newsletter_to_approve(w):
    issue = newsletter(w)
    newsletter_actions.send_newsletter_for_checking(issue, by=w.broker)
    yield {w.team}
    NewsletterIssue.objects.filter(pk=issue.pk).update(approved_at=timezone.now(), approved_by=w.team)


def newsletter_to_send(w):
    issue, now = newsletter(w), timezone.now()
    done = {"sent_for_checking_at": now, "approved_at": now, "approved_by": w.team}
    NewsletterIssue.objects.filter(pk=issue.pk).update(**done)
    yield {w.team}
    NewsletterIssue.objects.filter(pk=issue.pk).update(sent_at=now)


def mail_not_reached(w):
    refused = RefusedAddress.objects.create(email=w.member.email.lower(), why="No such mailbox.")
    yield {w.lead}
    refused.delete()


def invitation_to_send(w):
    given = issue_actions.reply(
        issue_out(w), kind="not_ours", words="Ask them", whose="The board", by=w.commissioner
    )
    named = issue_actions.name_responsible(
        given, name="Zoe", email="zoe@example.org", organisation="The board", by=w.commissioner
    )
    yield {w.team}
    member_actions.send_invitation_again(named.invitation, by=w.team)


def invitation_open(w):
    with time_machine.travel(timezone.now() - timedelta(days=7)):
        invitation = InvitationFactory(member=MemberFactory(site=w.site, user=None, email="i@example.org"))
    yield {w.lead}
    invitation.revoked_at = timezone.now()
    invitation.save()


def case_offered(w):
    case = CaseFactory(site=w.site, presenter=w.presenter)
    yield {w.lead}
    DiscussionFactory(case=case, meeting=MeetingFactory(site=w.site))


def case_to_write_up(w):
    case = presented(w)
    step = NextStepFactory(discussion=case.discussions.get(), owner=w.member)
    step_actions.give_feedback(step, outcome="helped", by=w.member.user)
    yield {w.lead}
    sent(w, case=case)


def reply_given(w):
    issue_actions.reply(issue_out(w), kind="cannot", words="No", by=w.commissioner)
    yield {w.lead, w.presenter.user, w.member.user}


def promise_kept(w):
    promise = reply(w, "will_change", 5)
    issue_actions.keep_promise(promise, on=timezone.localdate(), by=w.commissioner)
    yield {w.lead, w.presenter.user, w.member.user}


def outcome_said(w):
    promise = reply(w, "will_change", -5)
    said = issue_actions.say_outcome(
        promise, outcome="not_kept", on=timezone.localdate(), site=w.site, by=w.lead
    )
    yield {w.commissioner}
    said.delete()


def question_answered(w):
    question = QuestionFactory(case=presented(w), asked_by=w.member.user)
    evidence_actions.answer(question, answer="Yes", by=w.broker)
    yield people_of_site(w)


def question_taken(w):
    question = QuestionFactory(case=presented(w), asked_by=w.member.user)
    evidence_actions.take(question, by=w.broker)
    yield {w.member.user}


def evidence_found(w):
    attached = AttachedEvidenceFactory(case=presented(w), bottom_line="It helps")
    yield {w.presenter.user}
    attached.reactions.create(member=w.presenter, kind="useful")


def text_approved(w):
    text = sent(w)
    approve(text, w.team)
    yield {w.lead}
    agree(w, text)


def text_published(w):
    text = sent(w)
    approve(text, w.team)
    agree(w, text)
    clearance_actions.publish(text, by=w.lead)
    yield {w.presenter.user}


def write_up_new(w):
    text = sent(w, audience="commissioners")
    story = LearningObject.objects.create(case=text.case, site=w.site)
    LearningObjectVersion.objects.create(learning_object=story, number=1, cleared_text=text)
    approve(text, w.member.user)
    agree(w, text)
    clearance_actions.publish(text, by=w.lead)
    yield {w.commissioner}


MAKERS = [
    case_to_complete, presenter_to_tell, visits.visit_offered, visits.visit_to_answer, visits.visit_unanswered, visits.visit_agreed, visits.visit_declined,
    meeting_to_close, minutes_to_approve, events.event_to_answer, events.event_to_mark, site_without_date, site_behind,
    agreement_asked, text_to_show, text_sent_back, text_to_check, text_unchecked, text_to_publish, message_to_answer,
    passages_found, step_to_report, steps_awaiting, steps_of_nobody, issue_to_word, issue_to_answer,
    promise_overdue, promise_due, looking_past, exception_past, question_asked, site_update_wanted, newsletter_to_edit,
    entries_to_check, newsletter_to_approve, newsletter_to_send, mail_not_reached, invitation_to_send, invitation_open, case_offered,
    case_to_write_up, reply_given, promise_kept, additions.seen_too, outcome_said, question_answered, question_taken, evidence_found,
    text_approved, text_published, write_up_new,
]  # fmt: skip
