"""Who may do what: one table, role by verb."""

from datetime import timedelta

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue
from cases.models import Case
from meetings.models import Meeting
from tests.cases.checking import agree, approve, send_for_checking
from tests.factories.cases import (
    CommissionerIssueFactory,
    FeedbackFactory,
    IssueAdditionFactory,
    IssueReplyFactory,
    NextStepFactory,
)
from tests.people import EVERYBODY as ROLES

PEOPLE_OF_THE_SITE = {"facilitator", "presenter", "member"}
ALLOWED = {
    "cases.list_cases": PEOPLE_OF_THE_SITE | {"elsewhere", "broker", "team", "stranger"},
    "clearance.list_texts": PEOPLE_OF_THE_SITE | {"elsewhere", "broker", "team", "stranger"},
    "cases.offer_case": PEOPLE_OF_THE_SITE,
    "cases.edit_case": {"facilitator", "presenter"},
    "cases.write_in_the_room": {"presenter"},
    "cases.discuss_case": {"facilitator"},
    "cases.write_notes": {"facilitator"},
    "cases.step_out_of_case": {"facilitator", "member"},
    "cases.strike_words": {"facilitator", "team"},
    "cases.see_readers": {"facilitator", "presenter", "team"},
    "cases.withdraw_case": {"facilitator", "presenter"},
    "cases.see_history": {"facilitator", "team"},
    "next_steps.edit_next_step": {"facilitator"},
    "next_steps.remove_next_step": {"facilitator"},
    "commissioning.edit_issue": {"facilitator", "member"},
    "commissioning.remove_issue": {"facilitator", "member"},
    "commissioning.edit_reply": {"commissioner"},
    "commissioning.remove_reply": {"commissioner"},
    "next_steps.add_next_step": {"facilitator"},
    "next_steps.give_feedback": {"facilitator", "member"},
    "next_steps.correct_feedback": {"facilitator", "member"},
    "next_steps.hand_over_step": {"facilitator"},
    "next_steps.look_again": {"facilitator", "presenter"},
    "next_steps.list_next_steps": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "next_steps.follow_up_steps": {"facilitator"},
    "cases.say_who_works_with": {"facilitator", "presenter"},
    "cases.say_own_service": PEOPLE_OF_THE_SITE,
    "library.see_what_helped_before": {"facilitator", "presenter"},
    "next_steps.see_what_helps_here": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "next_steps.see_what_helps": {"broker", "team"},
    "next_steps.see_what_helps_rolled_up": set(ROLES) - {"superuser", "stranger"},
    "commissioning.raise_issue": PEOPLE_OF_THE_SITE,
    "commissioning.send_issue_for_checking": {"facilitator"},
    "commissioning.merge_issue": {"team"},
    "commissioning.read_replies": set(ROLES) - {"superuser", "stranger"},
    "commissioning.reply_to_issue": {"commissioner"},
    "commissioning.keep_promise": {"commissioner"},
    "commissioning.say_outcome_for_site": {"facilitator"},
    "commissioning.add_site": PEOPLE_OF_THE_SITE,
    "commissioning.edit_addition": {"facilitator", "member"},
    "commissioning.view_commissioning": set(ROLES) - {"superuser"},
    "clearance.give_agreement": {"presenter"},
    "clearance.answer_to_text": {"presenter"},
    "clearance.approve_text": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "clearance.send_back_text": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "clearance.answer_check_request": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "clearance.ask_to_check": {"facilitator", "broker", "team"},
    "clearance.write_message": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "clearance.publish_text": {"facilitator"},
    "clearance.withdraw_text": {"facilitator", "team"},
    "clearance.list_found": {"team"},
    "clearance.settle_found": {"team"},
}

ASKED_OF_NO_ROW = {
    "cases.list_cases", "clearance.list_texts", "clearance.list_found", "commissioning.view_commissioning",
}  # fmt: skip


@pytest.fixture
def subject(people, case, text):
    """What each permission is asked of."""
    issue = CommissionerIssueFactory(case=case, raised_by=people.member)
    reply = IssueReplyFactory(issue=issue, by=people.commissioner)
    addition = IssueAdditionFactory(issue=issue, site=case.site, added_by=people.member)
    step = NextStepFactory(discussion=case.discussions.get(), owner=people.members.member)
    by_perm = {
        "cases.list_cases": None, "clearance.list_texts": None, "clearance.list_found": None, "commissioning.view_commissioning": None,
        "cases.offer_case": people.site, "next_steps.give_feedback": step,
        "next_steps.correct_feedback": FeedbackFactory(next_step=step), "next_steps.hand_over_step": step,
        "next_steps.edit_next_step": step, "next_steps.remove_next_step": step,
        "commissioning.edit_issue": issue, "commissioning.remove_issue": issue,
        "commissioning.edit_reply": reply, "commissioning.remove_reply": reply,
        "next_steps.list_next_steps": people.site, "next_steps.follow_up_steps": people.site,
        "next_steps.see_what_helps_here": people.site, "next_steps.see_what_helps": people.programme,
        "next_steps.see_what_helps_rolled_up": people.programme,
        "cases.write_in_the_room": case.discussions.get(),
        "commissioning.send_issue_for_checking": issue, "commissioning.merge_issue": issue, "commissioning.reply_to_issue": issue,
        "commissioning.read_replies": issue, "commissioning.add_site": case.site, "commissioning.edit_addition": addition,
        "commissioning.keep_promise": reply, "commissioning.say_outcome_for_site": case.site, "clearance.give_agreement": case.presenter_rows.get(), "clearance.answer_to_text": case.presenter_rows.get(),
        "clearance.approve_text": text, "clearance.send_back_text": text, "clearance.publish_text": text,
        "clearance.withdraw_text": text, "clearance.write_message": text,
    }  # fmt: skip
    return lambda perm: by_perm.get(perm, case)


def test_the_table_names_every_permission():
    apps = ("cases.", "next_steps.", "clearance.", "commissioning.", "library.see_what_helped_before")
    ours = {name for name in rules.permissions.permissions if name.startswith(apps)}

    assert ours == set(ALLOWED)


@pytest.mark.parametrize("perm", sorted(ALLOWED))
def test_who_may(people, subject, perm):
    row = subject(perm)

    allowed = {role for role in ROLES if rules.has_perm(perm, getattr(people, role), row)}

    assert allowed == ALLOWED[perm]
    assert not rules.has_perm(perm, AnonymousUser(), row)


def may_write(people, case, discussion) -> tuple[bool, bool]:
    """Whether the presenter may write the case on its page, and in the room of `discussion`."""
    discussion.refresh_from_db()
    return (
        rules.has_perm("cases.edit_case", people.presenter, case),
        rules.has_perm("cases.write_in_the_room", people.presenter, discussion),
    )


def test_a_presenter_writes_the_case_until_the_meeting_that_heard_it_is_closed(people, case):
    discussion = case.discussions.get()
    meetings = Meeting.objects.filter(pk=discussion.meeting_id)
    assert may_write(people, case, discussion) == (True, True)

    meetings.update(closed_at=timezone.now())
    assert may_write(people, case, discussion) == (False, False)

    meetings.update(closed_at=None, starts_at=timezone.now() + timedelta(days=2))
    assert may_write(people, case, discussion) == (True, False)


def test_the_facilitator_speaks_for_a_presenter_without_an_account_only(people, case):
    presenter = case.presenter_rows.get()
    assert not rules.has_perm("clearance.give_agreement", people.facilitator, presenter)

    presenter.member.user = None

    assert rules.has_perm("clearance.give_agreement", people.facilitator, presenter)
    assert not rules.has_perm("clearance.give_agreement", people.member, presenter)
    assert not rules.has_perm("clearance.give_agreement", people.elsewhere, presenter)


def test_the_facilitator_speaks_for_a_presenter_who_left(people, case):
    presenter = case.presenter_rows.get()
    presenter.member.left_on = timezone.localdate()

    assert rules.has_perm("clearance.give_agreement", people.facilitator, presenter)
    assert not rules.has_perm("clearance.give_agreement", people.elsewhere, presenter)


def test_a_broker_publishes_questions_in_general_words(people, text):
    text.kind = ClearedText.Kind.QUESTION

    assert {
        role for role in ROLES if rules.has_perm("clearance.publish_text", getattr(people, role), text)
    } == {
        "facilitator",
        "broker",
    }


def test_a_commissioner_answers_what_another_site_raised_too(people, case):
    head = CommissionerIssueFactory(case=case)
    merged = CommissionerIssueFactory(case__site=people.neighbour)
    reply = IssueReplyFactory(issue=head)
    asked = [("commissioning.reply_to_issue", head), ("commissioning.keep_promise", reply)]
    assert not any(rules.has_perm(perm, people.commissioner_elsewhere, row) for perm, row in asked)

    merged.merged_into = head
    merged.save()

    assert all(rules.has_perm(perm, people.commissioner_elsewhere, row) for perm, row in asked)
    assert not any(rules.has_perm(perm, people.adviser, row) for perm, row in asked)
    assert not rules.has_perm("commissioning.reply_to_issue", people.commissioner, merged)


def test_what_helps_is_for_everyone_once_the_programme_publishes_for_everyone(people, case):
    perm = "next_steps.see_what_helps_rolled_up"
    assert not rules.has_perm(perm, people.stranger, people.programme)

    text = send_for_checking(case, by=people.facilitator, audience=Audience.PUBLIC)
    agree(case, people)
    for approver in (people.member, people.broker):
        approve(text, approver)
    clearance_actions.publish(text, by=people.facilitator)

    assert rules.has_perm(perm, people.stranger, people.programme)
    assert rules.has_perm(perm, AnonymousUser(), people.programme)
    assert not rules.has_perm(perm, people.stranger, None)


@pytest.mark.parametrize("perm", sorted(set(ALLOWED) - ASKED_OF_NO_ROW))
def test_nobody_may_do_anything_with_no_row(people, perm):
    assert {role for role in ROLES if rules.has_perm(perm, getattr(people, role), None)} == set()


def test_nobody_owns_a_step_without_an_owner(people):
    step = NextStepFactory(owner=None)

    assert not rules.has_perm("next_steps.give_feedback", people.member, step)
    assert not rules.has_perm("next_steps.correct_feedback", people.member, FeedbackFactory(next_step=step))


BEFORE = {"facilitator", "presenter", "broker"}
PRESENTED = BEFORE | {"member", "team"}


def test_who_reads_a_case_before_and_after_it_is_presented(people, case):
    assert readers(Case, people, case) == PRESENTED

    case.discussions.all().delete()

    assert readers(Case, people, case) == BEFORE


def test_who_reads_an_issue_as_it_was_put_in_the_room(people, case):
    issue = CommissionerIssueFactory(case=case)

    assert readers(CommissionerIssue, people, issue) == PRESENTED


def test_who_opens_a_text_being_checked(people, text):
    assert readers(ClearedText, people, text) == PRESENTED


def test_a_text_waits_for_those_who_may_approve_it(people, text):
    waits_for = {role for role in ROLES if text in ClearedText.objects.to_check_by(getattr(people, role))}

    assert waits_for == {"member", "broker", "team"}
    text = ClearedText.objects.with_clearance_facts().get()
    assert set(text.people_who_can_approve()) == {people.member, people.broker, people.team}


def readers(model, people, row) -> set[str]:
    return {
        role for role in ROLES if model.objects.visible_to(getattr(people, role)).filter(pk=row.pk).exists()
    }
