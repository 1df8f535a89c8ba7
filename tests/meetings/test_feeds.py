"""Calendar feeds: a secret address for each person and each site, dead once it is made anew or turned off."""

from datetime import timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from meetings import actions
from meetings.models import CalendarFeed
from members.models import User
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory
from tests.meetings.addresses import url
from tests.reading import one_line


@pytest.fixture
def coming(people):
    return MeetingFactory(site=people.site, number=1, place="Upstairs, ring; twice")


def test_a_person_gets_the_meetings_they_go_to_and_nothing_else(client, people, coming):
    MeetingFactory(site=people.neighbour)
    MeetingFactory(site=people.site, cancelled=True, number=9, cancelled_because="Carol has shingles")
    MeetingFactory(site=people.site, number=2, starts_at=timezone.now() - timedelta(days=800))
    feed = actions.make_feed(user=people.user("member"))

    response = client.get(feed.get_absolute_url())

    first, second = Calendar.from_ical(response.content), vobject.readOne(response.content.decode())
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert sorted(event["status"] for event in first.events) == ["CANCELLED", "CONFIRMED"]
    assert [event.summary.value for event in second.vevent_list] == [
        event["summary"] for event in first.events
    ]
    assert b"CP4 Dunsmere" in response.content
    assert b"shingles" not in response.content


def test_a_feed_names_no_case_and_no_person(client, people, coming):
    MemberFactory(site=people.site, name="Zebedee Quux")
    feed = actions.make_feed(user=people.facilitator, site=people.site)

    event = Calendar.from_ical(client.get(feed.get_absolute_url()).content).events[0]

    assert set(event) == {
        "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "URL", "STATUS",
    }  # fmt: skip
    assert event["summary"] == "CP4 Dunsmere, meeting"
    assert event["description"].endswith(coming.get_absolute_url())


def test_nobody_reads_a_feed_at_a_guessed_address(client, people, coming):
    actions.make_feed(user=people.facilitator, site=people.site)

    assert client.get(url("calendar_feed", "x" * 43)).status_code == 404


def test_head_and_etag_spare_what_is_known_already(client, people, coming):
    address = actions.make_feed(user=people.facilitator, site=people.site).get_absolute_url()
    whole = client.get(address)

    assert client.head(address)["ETag"] == whole["ETag"]
    assert client.head(address).content == b""
    again = client.get(address, headers={"If-None-Match": whole["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    actions.reschedule(coming, starts_at=coming.starts_at + timedelta(days=1), by=people.facilitator)

    changed = client.get(address, headers={"If-None-Match": whole["ETag"]})
    assert changed.status_code == 200
    assert client.post(address).status_code == 405


def test_a_new_address_makes_the_old_one_dead_and_off_is_off(signed_in, people, coming):
    client, page = signed_in("member"), reverse("meetings:my_calendar")
    client.post(page)
    old = CalendarFeed.objects.get()
    assert old.get_absolute_url() in client.get(page).content.decode()

    client.post(page, {"anew": "yes", "seen": old.pk})
    new = CalendarFeed.objects.get()
    assert client.get(old.get_absolute_url()).status_code == 410
    assert client.get(new.get_absolute_url()).status_code == 200

    client.post(page, {"off": "yes"})
    ended = client.get(new.get_absolute_url())
    assert ended.status_code == 410
    assert "This calendar address was replaced or turned off" in one_line(ended.content.decode())
    assert not CalendarFeed.objects.exists()


def test_a_page_that_shows_an_older_address_makes_no_newer_one(signed_in, people, coming):
    client, page = signed_in("member"), reverse("meetings:my_calendar")
    client.post(page)
    old = CalendarFeed.objects.get()
    client.post(page, {"anew": "yes", "seen": old.pk})
    new = CalendarFeed.objects.get()

    client.post(page, {"anew": "yes", "seen": old.pk})

    assert CalendarFeed.objects.get() == new


@pytest.mark.parametrize("of_the_site", [False, True])
def test_who_leaves_or_is_shut_out_reads_no_more_in_their_feed(client, people, coming, of_the_site):
    user = people.user("member")
    address = actions.make_feed(user=user, site=people.site if of_the_site else None).get_absolute_url()
    assert b"BEGIN:VEVENT" in client.get(address).content

    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(address).status_code == 410

    User.objects.filter(pk=user.pk).update(is_active=True)
    user.memberships.update(left_on=timezone.localdate())
    assert client.get(address).status_code == 410


def test_everyone_who_reads_a_site_has_an_address_of_its_calendar_of_their_own(signed_in, people, coming):
    page = url("site_calendar", people.site.slug)
    for role in ("member", "facilitator"):
        signed_in(role).post(page)
    mine, theirs = [CalendarFeed.objects.get(user=people.user(role)) for role in ("member", "facilitator")]

    shown = signed_in("member").get(page).content.decode()
    signed_in("facilitator").post(page, {"off": "yes"})

    assert mine.get_absolute_url() in shown
    assert theirs.get_absolute_url() not in shown
    assert signed_in("member").get(mine.get_absolute_url()).status_code == 200
    assert signed_in("adviser").get(page).status_code == 403
    assert signed_in("stranger").get(page).status_code == 404


def test_the_details_page_leads_to_the_calendar(signed_in, people):
    assert "/me/calendar/" in signed_in("member").get("/me/").content.decode()
