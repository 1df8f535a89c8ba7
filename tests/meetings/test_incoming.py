"""Yes and no pressed in Outlook or Google: which answers of calendars count, and that hostile ones do nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from kit.bounces import read_mail
from kit.tasks import send_due_mail
from meetings import actions
from meetings.models import Reply
from members.models import Member
from tests.factories.members import MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read(settings):
    settings.READS_CALENDAR_REPLIES = True


@pytest.fixture
def tom():
    return MemberFactory(site=SiteFactory(), user__email="tom@example.org", email="tom@example.org")


@pytest.fixture
def coming(tom):
    """A meeting to which Tom was invited by mail."""
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=10)
    meeting = actions.schedule(tom.site, starts_at=starts_at, place="Upstairs", by=None)
    send_due_mail()
    return meeting


def answer(
    meeting, *, says="ACCEPTED", sender="Tom <tom@example.org>", attendee="mailto:Tom@example.org", sequence=None,
    uid="", method="REPLY", more="", headers="", at=None,
) -> bytes:  # fmt: skip
    """An answer as Google sends it."""
    at = at or timezone.now()
    return f"""From: {sender}
Subject: Accepted
{headers}MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="B"

--B
Content-Type: text/plain

Tom has accepted this invitation.

--B
Content-Type: text/calendar; charset="UTF-8"; method={method}

BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
DTSTAMP:{at:%Y%m%dT%H%M%SZ}
ORGANIZER;CN=Copsite:mailto:letters@example.org
UID:{uid or f"{meeting.calendar_uid}@copsite"}
ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT={says};CN=Tom:{attendee}
SEQUENCE:{meeting.calendar_sequence if sequence is None else sequence}
{more}SUMMARY:Meeting
END:VEVENT
END:VCALENDAR

--B--
""".replace("\n", "\r\n").encode()


def said(meeting) -> list[str]:
    return list(Reply.objects.filter(meeting=meeting).values_list("coming", flat=True))


@pytest.mark.parametrize(("says", "coming_is"), [("ACCEPTED", "yes"), ("DECLINED", "no")])
def test_yes_and_no_pressed_in_a_calendar_count_once(coming, says, coming_is):
    raw = answer(coming, says=says)

    assert (read_mail(raw), read_mail(raw)) == (True, False)

    assert said(coming) == [coming_is]


def test_the_command_reads_them_from_a_file(coming, tmp_path):
    (tmp_path / "answer.eml").write_bytes(answer(coming))

    call_command("read_mail", tmp_path / "answer.eml", stdout=StringIO())

    assert said(coming) == ["yes"]


def test_maybe_is_not_said_and_they_are_asked_again(coming, tom):
    actions.reply(coming, member=tom, coming="yes")

    assert read_mail(answer(coming, says="TENTATIVE"))

    assert said(coming) == []
    assert list(coming.members_without_reply()) == [tom]


@pytest.mark.parametrize(
    "forged",
    [
        {"sender": "Eve <eve@example.org>"},
        {"sender": "tom@example.org, eve@example.org"},
        {"sender": "Eve <eve@example.org>", "attendee": "mailto:eve@example.org"},
        {"attendee": "mailto:eve@example.org"},
        {"headers": "Authentication-Results: mx.example.org; dmarc=fail\n"},
        {
            "headers": "Authentication-Results: a.example; spf=pass\nAuthentication-Results: b.example; dmarc = fail\n"
        },
        {
            "headers": "Authentication-Results: a.example; spf=pass\nAuthentication-Results: b.example;\n\tdmarc=FAIL\n"
        },
        {"headers": "From: Eve <eve@example.org>\n"},
        {"headers": "From: Tom <tom@example.org>\n"},
        {"uid": "00000000-0000-4000-8000-000000000000@copsite"},
        {"uid": "not-a-number@copsite"},
        {"uid": "1@elsewhere"},
        {"method": "REQUEST"},
        {"method": "CANCEL"},
        {"says": "DELEGATED"},
        {"says": ""},
        {"more": "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.org\n"},
        {"more": "RECURRENCE-ID:20261224T140000Z\n"},
        {"sequence": 99},
        {"sequence": "x"},
        {"attendee": ""},
    ],
    ids=str,
)
def test_whatever_is_not_an_answer_of_who_was_asked_does_nothing(coming, forged):
    assert not read_mail(answer(coming, **forged))

    assert said(coming) == []


def test_an_answer_to_another_day_is_too_late_and_one_to_another_place_is_not(coming):
    on_its_day = answer(coming)
    actions.reschedule(
        coming, starts_at=coming.starts_at, minutes_long=120, place="Downstairs", link="", by=None
    )
    send_due_mail()
    assert read_mail(on_its_day)

    actions.reschedule(
        coming,
        starts_at=coming.starts_at + timedelta(days=7),
        minutes_long=120,
        place="Downstairs",
        link="",
        by=None,
    )
    send_due_mail()

    assert not read_mail(on_its_day)
    assert said(coming) == []


def test_an_answer_from_before_the_last_one_is_too_late(coming, tom):
    actions.reply(coming, member=tom, coming="no")

    assert not read_mail(answer(coming, at=timezone.now() - timedelta(hours=1)))

    assert said(coming) == ["no"]


def test_of_two_answers_read_late_the_later_counts(coming):
    now = timezone.now()
    yes = answer(coming, says="ACCEPTED", at=now - timedelta(minutes=30))
    no = answer(coming, says="DECLINED", at=now - timedelta(minutes=10))

    assert (read_mail(yes), read_mail(no), read_mail(yes)) == (True, True, False)

    assert said(coming) == ["no"]


def test_an_answer_by_a_fast_clock_was_given_by_now(coming):
    read_mail(answer(coming, at=timezone.now() + timedelta(minutes=4)))

    assert Reply.objects.get(meeting=coming).answered_at <= timezone.now()


def test_no_pressed_in_a_calendar_keeps_the_stand_in(coming, tom):
    actions.reply(coming, member=tom, coming="stand_in", stand_in_name="Bev")

    assert not read_mail(answer(coming, says="DECLINED", at=timezone.now() + timedelta(minutes=1)))

    assert Reply.objects.get(meeting=coming).stand_in_name == "Bev"


def test_an_answer_from_the_future_is_none(coming):
    assert not read_mail(answer(coming, at=timezone.now() + timedelta(days=400)))


@pytest.mark.parametrize(
    "change",
    [
        {"left_on": timezone.localdate(), "left_because": "moved"},
        {"agreed_to_contact_at": None},
        {"email": "tom.new@example.org"},
        {"links_ended_at": timezone.now() + timedelta(days=1)},
    ],
    ids=["left", "no contact", "another address", "links ended"],
)
def test_where_the_link_has_ended_the_calendar_counts_no_more(coming, tom, change):
    Member.objects.filter(pk=tom.pk).update(**change)

    assert not read_mail(answer(coming))


def test_a_cancelled_meeting_takes_no_answer(coming):
    raw = answer(coming)
    actions.cancel(coming, because="Snow", by=None)

    assert not read_mail(raw)


def test_of_an_address_that_two_share_nobody_knows_whose_answer_it_is(tom):
    MemberFactory(site=tom.site, name="Bev", user=None, email="tom@example.org")
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=10)
    meeting = actions.schedule(tom.site, starts_at=starts_at, by=None)
    send_due_mail()

    assert not read_mail(answer(meeting))
    assert all("this link counts" in letter.body for letter in mail.outbox)


@pytest.mark.parametrize(
    ("reads", "words", "asks"),
    [(True, "You can also press", "TRUE"), (False, "Only this link counts", "FALSE")],
)
def test_the_mail_says_whether_the_calendar_counts(tom, settings, reads, words, asks):
    settings.READS_CALENDAR_REPLIES = reads
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=10)
    meeting = actions.schedule(tom.site, starts_at=starts_at, by=None)
    send_due_mail()

    assert words in mail.outbox[0].body
    assert f"RSVP={asks}" in "".join(str(each.content) for each in mail.outbox[0].alternatives).replace(
        "\r\n ", ""
    )
    assert read_mail(answer(meeting)) is reads


@pytest.mark.parametrize(
    "content",
    [
        "",
        "BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTAMP:x\nEND:VEVENT\nEND:VCALENDAR",
        "\x00" * 50,
        "A:" * 9999,
    ],
    ids=["empty", "cut", "no day", "zeros", "long"],
)
def test_what_is_no_calendar_does_nothing(coming, content):
    raw = b"From: tom@example.org\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n" + content.encode()

    assert not read_mail(raw)
