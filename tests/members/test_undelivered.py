"""A mail that failed for good is sent again once the address was corrected, and the page says who did that and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kit.queues import send_due
from kit.tasks import send_due_mail
from meetings import actions as meeting_actions
from meetings.models import CalendarMail, Reminder
from members.actions import edit_member, invite_member
from members.models import EarlierAddress, InvitationMail
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(people):
    return MemberFactory(
        site=people.site,
        user=None,
        name="Carol Voss",
        email="bounce@example.org",
        agreed_to_contact_at=timezone.now(),
    )


def corrected(member, people, email="carol@example.org", **changed):
    facts = {
        name: getattr(member, name)
        for name in (
            "name",
            "discipline",
            "joined_on",
            "is_expert_by_experience",
            "is_professionally_qualified",
        )
    }
    return edit_member(
        member, **facts, email=email, **{"agrees_to_contact": True, **changed}, by=people.user("facilitator")
    )


def in_days(days):
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)


def test_what_was_refused_goes_to_the_new_address_once(people, carol, smtp):
    meeting_actions.schedule(people.site, starts_at=in_days(9), by=None)
    send_due_mail()
    assert CalendarMail.objects.filter(member=carol, failed_at__isnull=False).count() == 1
    before = len(smtp)

    corrected(carol, people)
    send_due_mail()
    corrected(carol, people)
    send_due_mail()

    assert [letter["To"] for letter in smtp[before:]] == ["carol@example.org"]
    assert [row.email for row in EarlierAddress.objects.filter(member=carol)] == ["bounce@example.org"]


def test_an_invitation_that_was_refused_is_made_anew_for_the_new_address(people, carol, smtp):
    invite_member(carol, by=people.user("facilitator"))
    assert send_due(InvitationMail) == 0

    corrected(carol, people)
    send_due(InvitationMail)

    assert [letter["To"] for letter in smtp] == ["carol@example.org"]
    assert [invitation.email for invitation in carol.invitations.open()] == ["carol@example.org"]


def test_what_has_nothing_to_say_any_more_is_not_sent(people, carol, smtp):
    meeting = meeting_actions.schedule(people.site, starts_at=in_days(9), by=None)
    send_due_mail()
    Reminder.objects.create(
        meeting=meeting, member=carol, before="week", starts_at=in_days(2), failed_at=timezone.now(),
        last_error="The mail server rejected it permanently (550).",
    )  # fmt: skip
    meeting_actions.cancel(meeting, because="Snow", by=people.user("facilitator"))
    before = len(smtp)

    corrected(carol, people)
    send_due_mail()

    assert "carol@example.org" not in [letter["To"] for letter in smtp[before:]]


def test_who_no_longer_agrees_gets_nothing_at_the_new_address(people, carol, smtp):
    meeting_actions.schedule(people.site, starts_at=in_days(9), by=None)
    send_due_mail()
    before = len(smtp)

    corrected(carol, people, agrees_to_contact=False)
    send_due_mail()

    assert len(smtp) == before


def test_the_page_says_who_and_when(people, carol, smtp, signed_in):
    meeting_actions.schedule(people.site, starts_at=in_days(9), by=None)
    send_due_mail()
    corrected(carol, people)

    page = signed_in("facilitator").get(f"/members/{carol.pk}/edit/").content.decode()

    assert "Ruth Adeyemi corrected the address on" in page
    assert "1 e-mail that could not be delivered" in page
