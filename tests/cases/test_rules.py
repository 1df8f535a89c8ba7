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
from tests.cases.conftest import ROLES
from tests.factories.cases import (
    CommissionerIssueFactory,
    FeedbackFactory,
    IssueReplyFactory,
    NextStepFactory,
)

PEOPLE_OF_THE_SITE = {"facilitator", "presenter", "colleague"}
ALLOWED = {
    "cases.list_cases": PEOPLE_OF_THE_SITE | {"elsewhere", "broker", "team", "stranger"},
    "clearance.list_texts": PEOPLE_OF_THE_SITE | {"elsewhere", "broker", "team", "stranger"},
    "cases.offer_case": PEOPLE_OF_THE_SITE,
    "cases.edit_case": {"facilitator", "presenter"},
    "cases.write_in_the_room": {"presenter"},
    "cases.discuss_case": {"facilitator"},
    "cases.write_notes": {"facilitator"},
    "cases.step_out_of_case": {"facilitator", "colleague"},
    "next_steps.add_next_step": {"facilitator"},
    "next_steps.give_feedback": {"facilitator", "colleague"},
    "next_steps.correct_feedback": {"facilitator", "colleague"},
    "next_steps.hand_over_step": {"facilitator"},
    "next_steps.list_next_steps": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "next_steps.follow_up_steps": {"facilitator"},
    "cases.say_who_works_with": {"facilitator", "presenter"},
    "cases.say_own_service": PEOPLE_OF_THE_SITE,
    "library.see_what_helped_before": {"facilitator", "presenter"},
    "next_steps.see_what_helps_here": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "next_steps.see_what_helps": PEOPLE_OF_THE_SITE | {"elsewhere", "broker", "team", "adviser"},
    "next_steps.see_what_helps_rolled_up": set(ROLES) - {"superuser", "stranger"},
    "commissioning.raise_issue": PEOPLE_OF_THE_SITE,
    "commissioning.send_issue_for_checking": {"facilitator"},
    "commissioning.merge_issue": {"team"},
    "commissioning.reply_to_issue": {"commissioner"},
    "commissioning.keep_promise": {"commissioner"},
    "commissioning.view_commissioning": set(ROLES) - {"superuser"},
    "clearance.give_agreement": {"presenter"},
    "clearance.approve_text": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "clearance.send_back_text": PEOPLE_OF_THE_SITE | {"broker", "team"},
    "clearance.publish_text": {"facilitator"},
    "clearance.withdraw_text": {"facilitator", "team"},
}

ASKED_OF_NO_ROW = {"cases.list_cases", "clearance.list_texts", "commissioning.view_commissioning"}


@pytest.fixture
def subject(place, case, text):
    """What each permission is asked of."""
    issue = CommissionerIssueFactory(case=case)
    step = NextStepFactory(discussion=case.discussions.get(), owner=place.members.colleague)
    by_perm = {
        "cases.list_cases": None, "clearance.list_texts": None, "commissioning.view_commissioning": None,
        "cases.offer_case": place.site, "next_steps.give_feedback": step,
        "next_steps.correct_feedback": FeedbackFactory(next_step=step), "next_steps.hand_over_step": step,
        "next_steps.list_next_steps": place.site, "next_steps.follow_up_steps": place.site,
        "next_steps.see_what_helps_here": place.site, "next_steps.see_what_helps": place.programme,
        "next_steps.see_what_helps_rolled_up": place.programme,
        "cases.write_in_the_room": case.discussions.get(),
        "commissioning.send_issue_for_checking": issue, "commissioning.merge_issue": issue, "commissioning.reply_to_issue": issue,
        "commissioning.keep_promise": IssueReplyFactory(issue=issue), "clearance.give_agreement": case.presenter_rows.get(),
        "clearance.approve_text": text, "clearance.send_back_text": text, "clearance.publish_text": text,
        "clearance.withdraw_text": text,
    }  # fmt: skip
    return lambda perm: by_perm.get(perm, case)


def test_the_table_names_every_permission():
    apps = ("cases.", "next_steps.", "clearance.", "commissioning.", "library.see_what_helped_before")
    ours = {name for name in rules.permissions.permissions if name.startswith(apps)}

    assert ours == set(ALLOWED)


@pytest.mark.parametrize("perm", sorted(ALLOWED))
def test_who_may(place, subject, perm):
    row = subject(perm)

    allowed = {role for role in ROLES if rules.has_perm(perm, getattr(place, role), row)}

    assert allowed == ALLOWED[perm]
    assert not rules.has_perm(perm, AnonymousUser(), row)


def may_write(place, case, discussion) -> tuple[bool, bool]:
    """Whether the presenter may write the case on its page, and in the room of `discussion`."""
    discussion.refresh_from_db()
    return (
        rules.has_perm("cases.edit_case", place.presenter, case),
        rules.has_perm("cases.write_in_the_room", place.presenter, discussion),
    )


def test_a_presenter_writes_the_case_until_the_meeting_that_heard_it_is_closed(place, case):
    discussion = case.discussions.get()
    meetings = Meeting.objects.filter(pk=discussion.meeting_id)
    assert may_write(place, case, discussion) == (True, True)

    meetings.update(closed_at=timezone.now())
    assert may_write(place, case, discussion) == (False, False)

    meetings.update(closed_at=None, starts_at=timezone.now() + timedelta(days=2))
    assert may_write(place, case, discussion) == (True, False)


def test_the_facilitator_speaks_for_a_presenter_without_an_account_only(place, case):
    presenter = case.presenter_rows.get()
    assert not rules.has_perm("clearance.give_agreement", place.facilitator, presenter)

    presenter.member.user = None

    assert rules.has_perm("clearance.give_agreement", place.facilitator, presenter)
    assert not rules.has_perm("clearance.give_agreement", place.colleague, presenter)
    assert not rules.has_perm("clearance.give_agreement", place.elsewhere, presenter)


def test_the_facilitator_speaks_for_a_presenter_who_left(place, case):
    presenter = case.presenter_rows.get()
    presenter.member.left_on = timezone.localdate()

    assert rules.has_perm("clearance.give_agreement", place.facilitator, presenter)
    assert not rules.has_perm("clearance.give_agreement", place.elsewhere, presenter)


def test_a_broker_publishes_questions_in_general_words(place, text):
    text.kind = ClearedText.Kind.QUESTION

    assert {
        role for role in ROLES if rules.has_perm("clearance.publish_text", getattr(place, role), text)
    } == {
        "facilitator",
        "broker",
    }


def test_a_commissioner_answers_what_another_site_raised_too(place, case):
    head = CommissionerIssueFactory(case=case)
    merged = CommissionerIssueFactory(case__site=place.other_site)
    reply = IssueReplyFactory(issue=head)
    asked = [("commissioning.reply_to_issue", head), ("commissioning.keep_promise", reply)]
    assert not any(rules.has_perm(perm, place.commissioner_elsewhere, row) for perm, row in asked)

    merged.merged_into = head
    merged.save()

    assert all(rules.has_perm(perm, place.commissioner_elsewhere, row) for perm, row in asked)
    assert not any(rules.has_perm(perm, place.adviser, row) for perm, row in asked)
    assert not rules.has_perm("commissioning.reply_to_issue", place.commissioner, merged)


def test_what_helps_is_for_everyone_once_the_programme_publishes_for_everyone(place, case):
    perm = "next_steps.see_what_helps_rolled_up"
    assert not rules.has_perm(perm, place.stranger, place.programme)

    text = send_for_checking(case, by=place.facilitator, audience=Audience.PUBLIC)
    agree(case, place)
    for approver in (place.colleague, place.broker):
        approve(text, approver)
    clearance_actions.publish(text, by=place.facilitator)

    assert rules.has_perm(perm, place.stranger, place.programme)
    assert rules.has_perm(perm, AnonymousUser(), place.programme)
    assert not rules.has_perm(perm, place.stranger, None)


@pytest.mark.parametrize("perm", sorted(set(ALLOWED) - ASKED_OF_NO_ROW))
def test_nobody_may_do_anything_with_no_row(place, perm):
    assert {role for role in ROLES if rules.has_perm(perm, getattr(place, role), None)} == set()


def test_nobody_owns_a_step_without_an_owner(place):
    step = NextStepFactory(owner=None)

    assert not rules.has_perm("next_steps.give_feedback", place.colleague, step)
    assert not rules.has_perm("next_steps.correct_feedback", place.colleague, FeedbackFactory(next_step=step))


BEFORE = {"facilitator", "presenter", "broker"}
PRESENTED = BEFORE | {"colleague", "team"}


def test_who_reads_a_case_before_and_after_it_is_presented(place, case):
    assert readers(Case, place, case) == PRESENTED

    case.discussions.all().delete()

    assert readers(Case, place, case) == BEFORE


def test_who_reads_an_issue_as_it_was_put_in_the_room(place, case):
    issue = CommissionerIssueFactory(case=case)

    assert readers(CommissionerIssue, place, issue) == PRESENTED


def test_who_opens_a_text_being_checked(place, text):
    assert readers(ClearedText, place, text) == PRESENTED


def test_a_text_waits_for_those_who_may_approve_it(place, text):
    waits_for = {role for role in ROLES if text in ClearedText.objects.to_check_by(getattr(place, role))}

    assert waits_for == {"colleague", "broker", "team"}
    text = ClearedText.objects.with_clearance_facts().get()
    assert set(text.people_who_can_approve()) == {place.colleague, place.broker, place.team}


def readers(model, place, row) -> set[str]:
    return {
        role for role in ROLES if model.objects.visible_to(getattr(place, role)).filter(pk=row.pk).exists()
    }
