"""Reminders: a week and a day before, once, to those concerned only."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from kit.queues import send_due
from kit.tasks import send_due_mail
from meetings import actions
from meetings.actions.reminders import make_due_reminders
from meetings.models import Reminder
from meetings.series import LONDON
from meetings.tasks import ask_and_remind
from tests.factories.members import MemberFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 31, 14, 0, tzinfo=LONDON)  # two days after the clocks go forward


@pytest.fixture
def site():
    return SiteFactory(programme=ProgrammeFactory(started_on=date(2026, 1, 1)), code="CG3", place="Dunsmere")


@pytest.fixture
def carol(site):
    return member_of(site, "carol@example.org", "Carol Voss")


@pytest.fixture
def meeting(site, carol):
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)):
        made = actions.schedule(site, starts_at=START, place="Upstairs", by=None)
        send_due_mail()
    mail.outbox.clear()
    return made


def member_of(site, email, name="Somebody Else"):
    return MemberFactory(
        site=site,
        name=name,
        email=email,
        joined_on=date(2026, 1, 5),
        agreed_to_contact_at=datetime(2026, 1, 5, tzinfo=LONDON),
    )


def to_whom(day, hour=9) -> list[str]:
    """Who gets a reminder in the sweep at that hour of a day in March 2026."""
    mail.outbox.clear()
    with time_machine.travel(datetime(2026, 3, day, hour, 35, tzinfo=LONDON)):
        make_due_reminders()
        send_due(Reminder)
    return [message.to[0] for message in mail.outbox]


def test_a_week_and_a_day_before_and_never_twice(meeting):
    carol = ["carol@example.org"]
    assert [to_whom(day) for day in range(22, 32)] == [[], [], carol, [], [], [], [], [], carol, []]
    assert to_whom(30, 10) == []


def test_nobody_is_woken_at_night(meeting):
    assert to_whom(24, 3) == []
    assert to_whom(24, 8) == ["carol@example.org"]


def test_a_week_s_reminder_goes_late_where_nothing_ran_on_its_day(meeting):
    assert to_whom(26) == ["carol@example.org"]
    assert to_whom(27) == []


def test_who_said_sorry_or_sends_somebody_is_left_in_peace(site, meeting, carol):
    sends = member_of(site, "sends@example.org")
    comes = member_of(site, "comes@example.org")
    with time_machine.travel(datetime(2026, 3, 10, tzinfo=LONDON)):
        actions.reply(meeting, member=carol, coming="no")
        actions.reply(meeting, member=sends, coming="stand_in", stand_in_name="Pat Stone")
        actions.reply(meeting, member=comes, coming="yes")

    assert to_whom(24) == ["comes@example.org"]
    assert "You said that you are coming" in mail.outbox[0].body
    assert to_whom(30) == ["comes@example.org"]


def test_sorry_said_after_the_row_was_made_still_holds_it_back(meeting, carol):
    with time_machine.travel(datetime(2026, 3, 24, 9, 35, tzinfo=LONDON)):
        assert make_due_reminders() == 1
        actions.reply(meeting, member=carol, coming="no")
        assert send_due(Reminder) == 0


def test_a_mail_says_when_and_where_and_no_more(meeting):
    to_whom(24)

    message = mail.outbox[0]
    assert message.subject == "Tuesday 31 March: CG3 Dunsmere, taster session"
    assert "Upstairs" in message.body
    assert "/calendar/reply/" in message.body


def test_nothing_for_meetings_called_off_or_programmes_that_ended(site, meeting):
    with time_machine.travel(datetime(2026, 3, 24, 9, 35, tzinfo=LONDON)):
        assert make_due_reminders() == 1
        actions.cancel(meeting, because="Snow", by=None)
        assert (make_due_reminders(), send_due(Reminder)) == (0, 0)

        other = actions.schedule(site, starts_at=START + timedelta(hours=3), by=None)
        Reminder.objects.create(
            meeting=other, member=site.members.get(), before="week", starts_at=other.starts_at
        )
        site.programme.ended_on = date(2026, 3, 24)
        site.programme.save()
        assert (make_due_reminders(), send_due(Reminder)) == (0, 0)


def test_people_without_mail_and_those_who_left_get_none(site, meeting, carol):
    MemberFactory(site=site, email="", joined_on=date(2026, 1, 5))
    carol.left_on = date(2026, 3, 20)
    carol.save()

    assert to_whom(24) == []


def test_a_date_that_was_just_set_is_not_reminded_of_at_once(site, carol):
    with time_machine.travel(datetime(2026, 3, 24, 8, 50, tzinfo=LONDON)):
        actions.schedule(site, starts_at=START, by=None)

    assert to_whom(24) == []
    assert to_whom(30) == ["carol@example.org"]


def test_a_meeting_that_is_moved_is_reminded_of_anew(meeting):
    assert to_whom(24) == ["carol@example.org"]
    with time_machine.travel(datetime(2026, 3, 24, 12, 0, tzinfo=LONDON)):
        meeting.refresh_from_db()
        actions.reschedule(meeting, starts_at=START - timedelta(days=1), by=None)

    assert to_whom(29) == ["carol@example.org"]
    assert to_whom(30) == []


def test_the_sweeps_do_it_by_themselves(meeting):
    mail.outbox.clear()
    with time_machine.travel(datetime(2026, 3, 24, 9, 35, tzinfo=LONDON)):
        assert ask_and_remind() == 1
        assert send_due_mail() == 1
        assert (ask_and_remind(), send_due_mail()) == (0, 0)
    assert timezone.localtime(Reminder.objects.get().starts_at) == START
