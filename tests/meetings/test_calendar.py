"""What calendars read: two independent readers agree, lines fold at 75 octets, any text survives, the clocks are right."""

import warnings
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from meetings.calendar import feed, invitation_calendar
from meetings.models import Meeting
from meetings.series import LONDON
from members.models import Member
from sites_app.models import Site

STAMP = datetime(2026, 3, 1, 9, 0, tzinfo=ZoneInfo("UTC"))


def meeting_on(starts_at=None, **kwargs) -> Meeting:
    starts_at = starts_at or datetime(2026, 3, 31, 14, 0, tzinfo=LONDON)
    site = Site(code="CG3", place="Dunsmere")
    return Meeting(
        pk=7, site=site, number=4, starts_at=starts_at, minutes_long=120, revised_at=STAMP, **kwargs
    )


def mail_of(meeting: Meeting, method: str = "REQUEST") -> bytes:
    return invitation_calendar(meeting, member=Member(email="carol@example.org"), method=method)


def read(content: bytes):
    """The same calendar by icalendar and by vobject."""
    return Calendar.from_ical(content), vobject.readOne(content.decode())


def test_a_mail_says_which_meeting_and_no_more():
    first, second = read(mail_of(meeting_on(place="Upstairs")))
    event = first.events[0]

    assert first["method"] == second.method.value == "REQUEST"
    assert event["summary"] == second.vevent.summary.value == "CG3 Dunsmere, meeting"
    assert event["description"] == event["url"] == second.vevent.description.value
    assert event["description"].endswith("/meetings/7/")
    assert event["location"] == second.vevent.location.value == "Upstairs"
    assert str(event["attendee"]) == second.vevent.attendee.value == "mailto:carol@example.org"
    assert set(event) == {
        "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "LOCATION",
        "DESCRIPTION", "URL", "STATUS", "ORGANIZER", "ATTENDEE",
    }  # fmt: skip


def test_a_taster_is_called_so():
    first, _ = read(mail_of(meeting_on(kind=Meeting.Kind.TASTER)))

    assert first.events[0]["summary"] == "CG3 Dunsmere, taster session"


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        ((2026, 3, 28), 0),
        ((2026, 3, 29), 1),
        ((2026, 10, 24), 1),
        ((2026, 10, 25), 0),
        ((2027, 3, 30), 1),
    ],
)
def test_two_o_clock_is_two_o_clock_on_both_sides_of_the_clock_change(day, offset):
    content = mail_of(meeting_on(datetime(*day, 14, 0, tzinfo=LONDON)))
    first, second = read(content)

    assert f"DTSTART;TZID=Europe/London:{day[0]}{day[1]:02}{day[2]:02}T140000".encode() in content
    for start in (first.events[0].start, second.vevent.dtstart.value):
        assert (start.hour, start.utcoffset()) == (14, timedelta(hours=offset))
    assert first.events[0].end == second.vevent.dtend.value == first.events[0].start + timedelta(hours=2)


def test_our_own_clocks_are_those_of_britain():
    zone = Calendar.from_ical(mail_of(meeting_on())).timezones[0].to_tz(lookup_tzid=False)

    for month in range(1, 13):
        for day in (1, 25, 28):
            moment = datetime(2027, month, day, 12, 0)
            assert zone.utcoffset(moment) == LONDON.utcoffset(moment)


def test_a_meeting_called_off_is_cancelled_in_calendars():
    meeting = meeting_on(
        cancelled_at=STAMP, cancelled_because="Snowdrifts on Carol's road", calendar_sequence=2
    )
    content = mail_of(meeting, "CANCEL")
    first, second = read(content)

    assert first["method"] == second.method.value == "CANCEL"
    assert first.events[0]["status"] == second.vevent.status.value == "CANCELLED"
    assert first.events[0]["sequence"] == int(second.vevent.sequence.value) == 2
    assert b"Snowdrifts" not in content


def test_the_uid_is_that_of_the_meeting_whatever_changes():
    meeting = meeting_on()
    before = read(mail_of(meeting))[0].events[0]["uid"]
    meeting.starts_at += timedelta(days=30)
    meeting.number, meeting.calendar_sequence = 5, 3

    assert read(mail_of(meeting))[0].events[0]["uid"] == before
    assert read(mail_of(meeting, "CANCEL"))[0].events[0]["uid"] == before
    assert read(mail_of(meeting_on()))[0].events[0]["uid"] != before


AWKWARD = [
    "The library, Kiln Street; ring twice",
    "First line\nSecond line",
    "back\\slash, and \\n that is no newline",
    "Caffè Γειά Жук 東京 🫖 " * 6,
    'A "quoted" room: 3rd floor',
]


def assert_survives(place: str) -> None:
    content = mail_of(meeting_on(place=place))

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    first, second = read(content)
    assert first.events[0]["location"] == place
    assert second.vevent.location.value == place
    assert len(first.events) == 1


@pytest.mark.parametrize("place", AWKWARD)
def test_awkward_text_survives_both_readers(place):
    assert_survives(place)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from(",;:\\\n\"'"),
        min_size=1,
        max_size=160,
    ).map(lambda text: "a" + text + "z")
)
def test_any_text_survives_both_readers(place):
    assert_survives(place)


def test_a_feed_is_the_same_for_the_same_meetings_and_names_nobody():
    meetings = [meeting_on(place="Upstairs"), meeting_on(place="Upstairs", cancelled_at=STAMP)]
    content = feed(meetings, name="CG3 Dunsmere")
    first, second = read(content)

    assert feed(meetings, name="CG3 Dunsmere") == content
    assert len(first.events) == len(second.vevent_list) == 2
    assert [event["status"] for event in first.events] == ["CONFIRMED", "CANCELLED"]
    assert b"ATTENDEE" not in content
    assert b"METHOD" not in content


def test_the_second_reader_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        vobject.readOne(mail_of(meeting_on()).decode())
