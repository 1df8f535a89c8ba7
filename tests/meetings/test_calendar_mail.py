"""Calendar mail: who is asked, what a change or a cancellation sends, and that nothing goes out twice or to the past."""

import email
import email.policy
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from kit.queues import send_due, send_one
from kit.tasks import send_due_mail
from kit.words import full_day
from meetings import actions
from meetings.actions import calendar_mail
from meetings.calendar import event_of
from meetings.models import CalendarChange, CalendarMail, Reply
from members.actions import leave
from members.models import Member
from tests.factories.members import MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory(code="CG3", place="Dunsmere")


@pytest.fixture
def carol(site):
    return MemberFactory(
        site=site, name="Carol Voss", email="carol@example.org", agreed_to_contact_at=timezone.now()
    )


@pytest.fixture
def coming(site, carol):
    return actions.schedule(site, starts_at=in_days(10), place="Upstairs, ring; twice", by=None)


def in_days(days):
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)


def calendar_of(message):
    """The calendar in a mail, as a mail program that got its bytes reads it."""
    whole = email.message_from_bytes(message.message().as_bytes(linesep="\r\n"), policy=email.policy.default)
    part = next(part for part in whole.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    assert part["Content-Type"].params["method"] == calendar["method"]
    return calendar


def sent() -> list[tuple]:
    """What has gone out: method, sequence, to whom; each read from the mail itself."""
    found = []
    for message in mail.outbox:
        calendar = calendar_of(message)
        found.append((str(calendar["method"]), calendar.events[0]["sequence"], message.to[0]))
    return found


def test_members_who_can_be_mailed_are_asked_once(site, carol, coming):
    MemberFactory(site=site, email="", agreed_to_contact_at=None)
    MemberFactory(site=site, email="no@example.org", agreed_to_contact_at=None)
    MemberFactory(email="elsewhere@example.org", agreed_to_contact_at=timezone.now())

    assert (send_due(CalendarMail), send_due_mail()) == (1, 0)

    assert sent() == [("REQUEST", 0, "carol@example.org")]
    message = mail.outbox[0]
    assert "CG3 Dunsmere, taster session" in message.subject
    assert "/calendar/reply/" in message.body
    assert calendar_of(message).events[0]["location"] == "Upstairs, ring; twice"


def test_a_change_keeps_the_uid_and_raises_the_sequence(carol, coming):
    send_due(CalendarMail)
    actions.reschedule(coming, starts_at=in_days(12), by=None)
    actions.reschedule(coming, starts_at=in_days(12), by=None)
    send_due(CalendarMail)

    assert sent() == [("REQUEST", 0, "carol@example.org"), ("REQUEST", 1, "carol@example.org")]
    first, second = (calendar_of(message).events[0] for message in mail.outbox)
    assert first["uid"] == second["uid"]
    assert second.start == in_days(12)
    assert mail.outbox[1].subject.startswith("Changed:")


def test_only_the_last_of_quick_changes_goes_out(carol, coming):
    actions.reschedule(coming, starts_at=in_days(12), by=None)
    actions.reschedule(coming, starts_at=in_days(13), by=None)
    send_due(CalendarMail)

    assert sent() == [("REQUEST", 2, "carol@example.org")]
    assert not mail.outbox[0].subject.startswith("Changed:")


def test_calling_off_tells_those_who_were_asked(site, carol, coming):
    send_due(CalendarMail)
    MemberFactory(site=site, email="new@example.org", agreed_to_contact_at=timezone.now())
    actions.cancel(coming, because="Carol has shingles", by=None)
    actions.cancel(coming, because="Carol has shingles", by=None)
    send_due(CalendarMail)

    assert sent()[1:] == [("CANCEL", 1, "carol@example.org")]
    assert "shingles" not in mail.outbox[1].body
    first, last = (calendar_of(message).events[0] for message in mail.outbox)
    assert first["uid"] == last["uid"]
    assert last["status"] == "CANCELLED"


def test_a_meeting_called_off_before_anybody_was_told_sends_nothing(carol, coming):
    actions.cancel(coming, because="A mistake", by=None)

    assert send_due(CalendarMail) == 0
    assert mail.outbox == []


def test_meetings_of_the_past_and_ended_programmes_send_nothing(site, carol, coming):
    actions.schedule(site, starts_at=in_days(-10), by=None)
    assert CalendarChange.objects.exclude(meeting=coming).count() == 0

    site.programme.ended_on = timezone.localdate()
    site.programme.save()

    assert send_due(CalendarMail) == 0


def test_who_has_left_or_takes_back_the_address_gets_nothing(carol, coming):
    carol.agreed_to_contact_at = None
    carol.save()

    assert send_due(CalendarMail) == 0


def test_who_joins_later_is_asked_by_itself(site, carol, coming):
    send_due(CalendarMail)
    actions.reschedule(coming, starts_at=in_days(12), by=None)
    MemberFactory(site=site, email="new@example.org", agreed_to_contact_at=timezone.now())

    assert (calendar_mail.ask_newcomers(), calendar_mail.ask_newcomers()) == (1, 0)
    send_due(CalendarMail)

    assert sent()[-1] == ("REQUEST", 1, "new@example.org")
    assert not mail.outbox[-1].subject.startswith("Changed:")


def test_a_row_that_is_being_sent_is_left_alone_until_its_lease_ends(carol, coming):
    row = CalendarMail.objects.get()
    CalendarMail.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert not send_one(row)

    CalendarMail.objects.update(claimed_until=timezone.now() - timedelta(minutes=1))
    assert send_one(row)
    assert not send_one(row)
    assert len(mail.outbox) == 1


def test_a_mailbox_that_refuses_for_good_is_given_up_and_the_others_go_on(site, carol, smtp):
    MemberFactory(site=site, email="bounce@example.org", agreed_to_contact_at=timezone.now())
    actions.schedule(site, starts_at=in_days(10), by=None)

    assert send_due(CalendarMail) == 1
    assert send_due(CalendarMail) == 0

    given_up = CalendarMail.objects.get(member__email="bounce@example.org")
    assert given_up.failed_at is not None
    assert given_up.last_error == "The mail server rejected it permanently (550)."
    assert len(smtp) == 1


def test_text_in_other_letters_arrives_through_a_real_mail_server(site, carol, smtp):
    place = "Caffè Жук, 東京; upstairs\nring twice"
    actions.schedule(site, starts_at=in_days(10), place=place, by=None)
    send_due(CalendarMail)

    part = next(part for part in smtp[0].walk() if part.get_content_type() == "text/calendar")
    said = Calendar.from_ical(part.get_payload(decode=True)).events[0]["location"]
    assert said == "Caffè Жук, 東京; upstairs ring twice"  # a place is one line


def test_who_leaves_has_the_meetings_to_come_taken_out_of_their_calendar(site, carol, coming):
    send_due(CalendarMail)
    leave(carol, on=timezone.localdate(), because="A new job", by=None)

    assert calendar_mail.cancel_for_leavers() == 1
    send_due(CalendarMail)

    assert calendar_mail.cancel_for_leavers() == 0
    assert sent()[1:] == [("CANCEL", 0, "carol@example.org")]
    first, last = (calendar_of(message).events[0] for message in mail.outbox)
    assert first["uid"] == last["uid"]
    assert "status" not in last
    assert "no longer a member" in mail.outbox[1].body


def test_who_leaves_after_a_meeting_keeps_it(carol, coming):
    send_due(CalendarMail)
    leave(carol, on=coming.day + timedelta(days=1), because="A new job", by=None)

    assert calendar_mail.cancel_for_leavers() == 0


def test_who_leaves_before_they_were_asked_hears_nothing(carol, coming):
    leave(carol, on=timezone.localdate(), because="A new job", by=None)

    assert (calendar_mail.cancel_for_leavers(), send_due(CalendarMail)) == (0, 0)


def test_who_comes_back_is_asked_anew(carol, coming):
    send_due(CalendarMail)
    leave(carol, on=timezone.localdate(), because="A new job", by=None)
    calendar_mail.cancel_for_leavers()
    send_due(CalendarMail)
    Member.objects.filter(pk=carol.pk).update(left_on=None, left_because="")

    assert (calendar_mail.ask_newcomers(), calendar_mail.ask_newcomers()) == (1, 0)
    send_due(CalendarMail)
    assert [method for method, _, _ in sent()] == ["REQUEST", "CANCEL", "REQUEST"]


def test_a_new_number_is_told_to_nobody(site, carol, coming):
    second = actions.schedule(site, starts_at=in_days(40), by=None)
    third = actions.schedule(site, starts_at=in_days(70), by=None)
    send_due(CalendarMail)
    mail.outbox.clear()

    actions.schedule(site, starts_at=in_days(20), by=None)
    actions.schedule(site, starts_at=in_days(-20), by=None)
    send_due(CalendarMail)

    second.refresh_from_db()
    third.refresh_from_db()
    assert [(each.number, each.calendar_sequence) for each in (second, third)] == [(4, 0), (5, 0)]
    assert sent() == [("REQUEST", 0, "carol@example.org")]


@pytest.fixture
def fourteen(site, carol):
    bev = MemberFactory(site=site, email="bev@example.org", agreed_to_contact_at=timezone.now())
    starts = [in_days(10 + 28 * number) for number in range(14)]
    return bev, actions.schedule_series(site, starts=starts, by=None)


def letters() -> dict[str, int]:
    """How many letters each person got since the last time this was asked."""
    found = Counter(message.to[0] for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_a_series_is_one_letter_with_all_dates_in_one_file(fourteen):
    send_due(CalendarMail)

    message = mail.outbox[0]
    assert message.subject == "CG3 Dunsmere: dates of meetings"
    assert message.body.count("/calendar/reply/") == 14
    calendar = calendar_of(message)
    assert (str(calendar["method"]), len(calendar.events)) == ("PUBLISH", 14)
    assert letters() == {"carol@example.org": 1, "bev@example.org": 1}


def test_each_act_is_one_letter_to_each_member(site, carol, fourteen):
    bev, meetings = fourteen
    send_due(CalendarMail)
    letters()

    for act in (
        lambda: actions.cancel(meetings[3], because="Carol has shingles", by=None),
        lambda: actions.reschedule(meetings[4], starts_at=in_days(125), by=None),
        lambda: actions.schedule(site, starts_at=in_days(15), by=None),
    ):
        act()
        send_due(CalendarMail)
        assert letters() == {"carol@example.org": 1, "bev@example.org": 1}
    leave(bev, on=timezone.localdate(), because="A new job", by=None)
    calendar_mail.cancel_for_leavers()
    send_due(CalendarMail)
    assert len(mail.outbox[0].attachments) == 14
    assert letters() == {"bev@example.org": 1}


def test_a_change_says_what_was_before(carol, coming):
    send_due(CalendarMail)
    before = coming.starts_at
    actions.reschedule(coming, starts_at=in_days(12), place="", link="https://meet.example.org/x", by=None)
    send_due(CalendarMail)

    body = mail.outbox[1].body
    assert f"Day and time before: {full_day(before)}, " in body
    assert "Place before: Upstairs, ring; twice" in body
    assert "Join online: https://meet.example.org/x" in body
    assert "Link before: none" in body


def test_a_change_that_was_taken_back_before_it_was_told_is_not_told(carol, coming):
    send_due(CalendarMail)
    actions.reschedule(coming, starts_at=in_days(12), by=None)
    actions.reschedule(coming, starts_at=in_days(10), by=None)

    assert send_due(CalendarMail) == 0
    assert len(mail.outbox) == 1


def test_an_answer_goes_with_the_day_that_it_was_given_for(carol, coming):
    actions.reply(coming, member=carol, coming=Reply.Coming.NO)
    actions.reschedule(coming, starts_at=coming.starts_at, minutes_long=90, by=None)
    assert coming.replies.exists()

    actions.reschedule(coming, starts_at=in_days(12), by=None)

    assert not coming.replies.exists()
    assert list(coming.members_without_reply()) == [carol]


def test_the_stamp_of_a_feed_is_when_the_meeting_was_last_revised(coming):
    first = coming.revised_at
    actions.reschedule(coming, starts_at=in_days(12), by=None)

    coming.refresh_from_db()
    assert coming.revised_at > first
    assert event_of(coming)["dtstamp"].dt == coming.revised_at
