"""Setting, moving and calling off a meeting on screen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.words import day
from meetings.forms.dates import AsAtForm, MeetingForm
from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory
from tests.meetings.addresses import url


def typed(**changes):
    day_to_come = timezone.localdate() + timedelta(days=10)
    return {
        "day": day(day_to_come),
        "time": "2:00pm",
        "minutes_long": "120",
        "kind": "taster",
        "place": "The library",
        "link": "",
        **changes,
    }


def test_a_facilitator_sets_a_date(signed_in, people):
    response = signed_in("facilitator").post(url("meeting_schedule", people.site.slug), typed())

    meeting = people.site.meetings.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.name, meeting.place) == ("Taster session", "The library")
    assert timezone.localtime(meeting.starts_at).hour == 14


def test_a_day_that_has_passed_needs_the_tick(signed_in, people):
    client, address = signed_in("facilitator"), url("meeting_schedule", people.site.slug)
    past = day(timezone.localdate() - timedelta(days=9))

    refused = client.post(address, typed(day=past))
    taken = client.post(address, typed(day=past, held_already="on"))

    assert refused.status_code == 422
    assert f"{past} is in the past" in refused.content.decode()
    assert taken.status_code == 302
    assert people.site.meetings.get().has_started


def test_the_tick_does_not_fit_a_day_to_come(signed_in, people):
    response = signed_in("facilitator").post(
        url("meeting_schedule", people.site.slug), typed(held_already="on")
    )

    assert response.status_code == 422
    assert not people.site.meetings.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("day", "", "This is still empty"),
        ("day", "31 February 2012", "There is no 31 February"),
        ("day", "5 November 2099", "years away"),
        ("day", "5 November 1950", "is in the past"),
        ("day", "5\x00Novembre", "Enter the date like this"),
        ("time", "half past", "Enter the time like this"),
        ("minutes_long", "5", "greater than or equal to 15"),
        ("minutes_long", "9" * 40, "less than or equal to 480"),
        ("kind", "party", "Select a valid choice"),
        ("place", "a\x00b", "Null characters"),
        ("place", "x" * 161, "longer than 160"),
        ("link", "javascript:alert(1)", "valid URL"),
    ],
)
def test_what_was_typed_wrong_stays_on_the_page_with_a_word(signed_in, people, field, value, words):
    response = signed_in("facilitator").post(
        url("meeting_schedule", people.site.slug),
        typed(**{field: value, "place": value if field == "place" else "My own room"}),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "My own room" in page or field == "place"
    assert not Meeting.objects.exists()


def test_a_day_before_the_programme_is_refused_in_words(signed_in, people):
    early = day(people.site.programme.started_on - timedelta(days=1))

    response = signed_in("facilitator").post(
        url("meeting_schedule", people.site.slug), typed(day=early, held_already="on")
    )

    assert response.status_code == 422
    assert f"starts on {day(people.site.programme.started_on)}" in response.content.decode()
    assert early in response.content.decode()


def test_an_adviser_knows_the_site_but_not_its_meetings(signed_in, people):
    assert signed_in("adviser").get(url("meeting_list", people.site.slug)).status_code == 403
    assert signed_in("adviser").get(url("meeting_schedule", people.site.slug)).status_code == 403


def test_a_stranger_knows_nothing_of_the_site(signed_in, people):
    assert signed_in("stranger").get(url("meeting_list", people.site.slug)).status_code == 404
    assert signed_in("elsewhere").get(url("meeting_list", people.site.slug)).status_code == 404


def test_a_meeting_is_moved(signed_in, people, meeting):
    to_come = MeetingFactory(site=people.site, number=2)

    response = signed_in("facilitator").post(url("meeting_edit", to_come.pk), typed(kind="guest"))

    to_come.refresh_from_db()
    assert response.url == to_come.get_absolute_url()
    assert (to_come.kind, to_come.place) == ("guest", "The library")


def test_the_place_of_a_held_meeting_is_mended_without_moving_it(signed_in, meeting):
    start = timezone.localtime(meeting.starts_at)
    client = signed_in("facilitator")
    shown = client.get(url("meeting_edit", meeting.pk)).context["form"]

    response = client.post(
        url("meeting_edit", meeting.pk),
        typed(day=shown["day"].value(), time=shown["time"].value(), held_already="on", place="The library"),
    )

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert meeting.place == "The library"
    assert abs(timezone.localtime(meeting.starts_at) - start) < timedelta(minutes=1)


def test_a_meeting_is_called_off_with_a_reason(signed_in, people):
    meeting = MeetingFactory(site=people.site, number=1)
    client = signed_in("facilitator")

    assert client.post(url("meeting_cancel", meeting.pk), {"because": ""}).status_code == 422
    client.post(url("meeting_cancel", meeting.pk), {"because": "Too few could come"})

    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Too few could come" in page


def test_a_bank_holiday_is_remarked_on_and_not_refused(signed_in, people):
    client = signed_in("facilitator")
    christmas = timezone.localdate().replace(month=12, day=25)
    if christmas <= timezone.localdate():
        christmas = christmas.replace(year=christmas.year + 1)

    answer = client.post(url("meeting_schedule", people.site.slug), typed(day=day(christmas)), follow=True)

    said = "Christmas Day is a bank holiday in England."
    assert said in answer.content.decode()
    assert said in client.get(url("meeting_list", people.site.slug)).content.decode()
    assert said in client.get(reverse("home")).content.decode()
    people.site.nation = "SCT"
    people.site.save()
    in_scotland = client.get(url("meeting_list", people.site.slug)).content.decode()
    assert "Christmas Day is a bank holiday in Scotland." in in_scotland


def test_a_day_without_a_year_is_the_last_one_where_the_meeting_has_taken_place(people):
    yesterday = timezone.localdate() - timedelta(days=1)
    short = f"{yesterday.day}/{yesterday.month}"

    coming = MeetingForm(typed(day=short), nation="ENG")
    held = MeetingForm(typed(day=short, held_already="on"), nation="ENG")

    assert (coming.is_valid(), held.is_valid()) == (False, False)  # both are shown back first
    assert held["day"].value() == day(yesterday)
    assert coming["day"].value() == day(yesterday.replace(year=yesterday.year + 1))


def test_a_day_asked_about_is_not_asked_back():
    assert AsAtForm({"as_at": "yesterday"}).is_valid()
