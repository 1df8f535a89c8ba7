"""After a meeting is closed each owner gets one mail: how many steps, about which case, and the link. Never their text."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.next_steps.actions import steps
from cases.next_steps.actions.changes import hand_over
from cases.next_steps.actions.mails import make_due_steps_mails
from cases.next_steps.models import NextStep, StepsMail, WeeklyMail
from cases.next_steps.tasks import make_due_mail
from kit.queues import send_due
from kit.tasks import send_due_mail
from meetings import actions as meeting_actions
from tests.factories.cases import CaseFactory, DiscussionFactory, NextStepFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def meeting(people):
    """Held an hour ago, with somebody marked."""
    held = MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(hours=3))
    AttendanceFactory(meeting=held, member=people.members.facilitator)
    return held


@pytest.fixture
def discussion(people, meeting):
    return DiscussionFactory(case=CaseFactory(site=people.site), meeting=meeting)


@pytest.fixture
def carol(people):
    return MemberFactory(site=people.site, name="Carol Voss", email="carol@example.org")


def close(meeting, people):
    return meeting_actions.close(meeting, by=people.facilitator)


def sent_to(smtp) -> list[str]:
    """Whom a sweep writes to."""
    make_due_mail()
    send_due_mail()
    return sorted(letter["To"] for letter in smtp)


def test_each_owner_gets_one_mail_with_reference_count_and_link(
    client, smtp, people, meeting, discussion, carol
):
    tom = MemberFactory(site=people.site, email="tom@example.org")
    other = DiscussionFactory(case=CaseFactory(site=people.site), meeting=meeting)
    for about, owner in [(discussion, carol), (other, carol), (discussion, tom)]:
        NextStepFactory(discussion=about, owner=owner, what="zqxwv Ring before writing")
    assert sent_to(smtp) == []
    close(meeting, people)

    assert sent_to(smtp) == ["carol@example.org", "tom@example.org"]

    letter = next(letter for letter in smtp if letter["To"] == "carol@example.org")
    body = letter.get_payload(0).get_payload(decode=True).decode()
    for reference in (discussion.case.reference, other.case.reference):
        assert reference in str(letter["Subject"])
        assert reference in body
    assert "2 next steps" in body
    assert "zqxwv" not in letter.as_string() + body
    assert discussion.case.title not in body
    address = next(line for line in body.splitlines() if "/next-steps/mine/" in line)
    assert (
        "zqxwv Ring before writing" in client.get(address.removeprefix("http://testserver")).content.decode()
    )


def test_a_closed_meeting_mails_once(smtp, people, meeting, discussion, carol):
    NextStepFactory(discussion=discussion, owner=carol)
    close(meeting, people)

    assert (make_due_steps_mails(), send_due(StepsMail, WeeklyMail)) == (1, 1)
    assert (make_due_steps_mails(), send_due(StepsMail, WeeklyMail)) == (0, 0)
    NextStepFactory(discussion=discussion, owner=MemberFactory(site=people.site))
    NextStepFactory(discussion=discussion, owner=carol)
    assert (make_due_steps_mails(), send_due(StepsMail, WeeklyMail)) == (0, 0)
    assert len(smtp) == 1


def test_nobody_is_told_of_what_they_have_answered(smtp, people, meeting, discussion, carol):
    step = NextStepFactory(discussion=discussion, owner=carol)
    close(meeting, people)
    assert make_due_steps_mails() == 1

    steps.give_feedback(step, outcome="helped", by=carol.user)

    assert send_due(StepsMail, WeeklyMail) == 0


def test_who_can_not_be_mailed_gets_none(smtp, people, meeting, discussion):
    for fields in (
        {"user": None, "name": "Ken Ward", "email": ""},
        {"email": "silent@example.org", "agreed_to_contact_at": None},
        {"email": "gone@example.org", "left_on": date.today()},
    ):
        NextStepFactory(discussion=discussion, owner=MemberFactory(site=people.site, **fields))
    NextStepFactory(discussion=discussion, owner=None)
    close(meeting, people)

    assert sent_to(smtp) == []


def test_who_leaves_between_making_and_sending_gets_none(smtp, people, meeting, discussion, carol):
    NextStepFactory(discussion=discussion, owner=carol)
    close(meeting, people)
    make_due_steps_mails()
    carol.left_on = date.today()
    carol.save()

    assert send_due(StepsMail, WeeklyMail) == 0


def test_nothing_goes_out_in_a_programme_that_has_ended(smtp, people, meeting, discussion, carol):
    NextStepFactory(discussion=discussion, owner=carol)
    close(meeting, people)
    make_due_steps_mails()
    people.programme.ended_on = date.today()
    people.programme.save()

    assert send_due(StepsMail, WeeklyMail) == 0
    StepsMail.objects.all().delete()
    assert make_due_steps_mails() == 0


def test_what_was_closed_more_than_a_week_ago_is_no_news(smtp, people, meeting, discussion, carol):
    NextStepFactory(discussion=discussion, owner=carol)
    close(meeting, people)
    make_due_steps_mails()

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert send_due(StepsMail, WeeklyMail) == 0
        StepsMail.objects.all().delete()
        assert make_due_steps_mails() == 0


def test_an_address_that_is_refused_holds_up_nobody(smtp, people, meeting, discussion, carol):
    NextStepFactory(discussion=discussion, owner=MemberFactory(site=people.site, email="bounce@example.org"))
    NextStepFactory(discussion=discussion, owner=carol)
    close(meeting, people)

    assert sent_to(smtp) == ["carol@example.org"]
    failed = StepsMail.objects.get(failed_at__isnull=False)
    assert "example.org" not in failed.last_error
    assert NextStep.objects.awaiting_feedback().count() == 2


def test_whoever_a_step_was_handed_to_hears_of_it_too(smtp, people, meeting, discussion, carol):
    step = NextStepFactory(discussion=discussion, owner=carol)
    close(meeting, people)
    assert sent_to(smtp) == ["carol@example.org"]

    hand_over(step, to=MemberFactory(site=people.site, email="tom@example.org"), by=people.facilitator)

    assert sent_to(smtp) == ["carol@example.org", "tom@example.org"]
