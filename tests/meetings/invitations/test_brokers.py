"""Knowledge brokers: all meetings of their sites by mail and in their calendar, and on the agenda once they say yes."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from kit.tasks import send_due_mail
from meetings import actions as meeting_actions
from meetings.invitations import actions
from meetings.invitations.models import DateInvitation
from meetings.invitations.tasks import ask_and_tell, remind
from meetings.models import CalendarFeed
from pages.agenda import Agenda

pytestmark = pytest.mark.django_db


def calendar_of(client, user):
    feed, _ = CalendarFeed.objects.get_or_create(user=user, site=None)
    client.logout()
    return client.get(feed.get_absolute_url()).content.decode()


def test_a_broker_is_invited_to_each_meeting_once(people, coming, later, letters_to):
    letters = letters_to("broker")

    assert len(letters) == 1
    assert DateInvitation.objects.filter(user=people.broker).count() == 2
    assert letters_to("broker") == []


def test_a_broker_who_says_yes_is_on_the_agenda(people, coming, letters_to):
    letters_to("broker")
    actions.answer(coming.invitations.get(user=people.broker), coming="yes", by=people.broker)

    shown = [part.text for line in Agenda(coming, people.member).lines for part in line.shows]
    assert f"{people.broker.name}, knowledge broker" in shown


def test_a_moved_meeting_is_told_and_asks_again(people, coming, letters_to):
    letters_to("broker")
    invitation = coming.invitations.get(user=people.broker)
    actions.answer(invitation, coming="yes", by=people.broker)

    meeting_actions.reschedule(coming, starts_at=coming.starts_at + timedelta(days=1), by=people.facilitator)
    letters = letters_to("broker")

    invitation.refresh_from_db()
    assert [letter.subject.partition(":")[0] for letter in letters] == ["Changed"]
    assert invitation.coming == ""
    assert coming.visits.count() == 0


def test_a_reply_stays_when_only_the_room_changes(people, coming, letters_to):
    letters_to("broker")
    invitation = coming.invitations.get(user=people.broker)
    actions.answer(invitation, coming="yes", by=people.broker)

    meeting_actions.reschedule(coming, starts_at=coming.starts_at, place="Town Hall", by=people.facilitator)

    assert len(letters_to("broker")) == 1
    invitation.refresh_from_db()
    assert invitation.coming == "yes"


def test_a_cancelled_meeting_is_told_to_those_who_were_invited(people, coming, letters_to):
    letters_to("broker")

    meeting_actions.cancel(coming, because="Snow", by=people.facilitator)
    letters = letters_to("broker")

    assert [letter.subject.partition(":")[0] for letter in letters] == ["Cancelled"]
    assert b"METHOD:CANCEL" in letters[0].message().as_bytes()
    assert letters_to("broker") == []


def test_nothing_is_sent_of_a_meeting_that_was_cancelled_before_anybody_was_told(people, coming, letters_to):
    meeting_actions.cancel(coming, because="Snow", by=people.facilitator)

    assert letters_to("broker") == []


def test_who_is_no_broker_any_more_is_not_expected(people, coming, letters_to):
    letters_to("broker")
    people.broker.roles.update(until=coming.starts_at.date() - timedelta(days=20))

    letters = letters_to("broker")

    assert [letter.subject.partition(":")[0] for letter in letters] == ["Removed from your calendar"]
    assert DateInvitation.objects.standing().filter(user=people.broker).count() == 0


def test_a_broker_is_reminded_a_week_and_a_day_before_unless_they_said_no(people, coming, later, letters_to):
    letters_to("broker")
    actions.answer(later.invitations.get(user=people.broker), coming="no", by=people.broker)
    of_the_broker = []
    for days in (7, 1):
        with time_machine.travel(coming.starts_at - timedelta(days=days, hours=2)):
            mail.outbox.clear()
            remind()
            remind()
            send_due_mail()
            of_the_broker.append([each.subject for each in mail.outbox if each.to == [people.broker.email]])
    with time_machine.travel(later.starts_at - timedelta(days=1, hours=2)):
        assert remind() == 0

    assert [len(each) for each in of_the_broker] == [1, 1]


def test_the_calendar_of_a_broker_has_all_meetings_of_their_sites(client, people, coming, later):
    assert calendar_of(client, people.broker).count("BEGIN:VEVENT") == 2


def test_the_calendar_of_who_was_not_invited_is_empty(client, people, coming):
    assert [calendar_of(client, people.user(role)).count("BEGIN:VEVENT") for role in ("team", "adviser")] == [
        0,
        0,
    ]


def test_the_calendar_of_a_guest_has_the_date_and_leads_to_their_invitation(client, people, invited, later):
    shown = calendar_of(client, people.commissioner)

    assert shown.count("BEGIN:VEVENT") == 1
    assert invited.get_absolute_url() in shown.replace("\r\n ", "")
    assert f"/meetings/{invited.meeting_id}/" not in shown.replace("\r\n ", "")


def test_a_date_to_which_a_guest_said_no_leaves_their_calendar(client, people, invited):
    actions.answer(invited, coming="no", by=people.commissioner)

    assert calendar_of(client, people.commissioner).count("BEGIN:VEVENT") == 0


def test_the_calendar_of_a_meeting_that_nobody_was_told_of_is_told_by_the_task(people, coming):
    assert ask_and_tell() == 2  # one invitation, one date told
    assert ask_and_tell() == 0
