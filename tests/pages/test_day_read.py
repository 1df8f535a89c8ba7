"""What the script shows under a field for a day or a time as one types."""

import pytest
import time_machine
from django.urls import reverse


@pytest.fixture(autouse=True)
def on_a_sunday_in_november(client, people):
    with time_machine.travel("2026-11-29 09:00+00:00", tick=False):
        client.force_login(people.member)
        yield


def asked(client, **query):
    return client.get(reverse("day_read"), query).json()


def test_a_day_is_shown_in_full_with_what_stands_in_the_field_then(client):
    assert asked(client, kind="day", leaning="coming", text="23 Feb") == {
        "words": "Tuesday 23 February 2027",
        "value": "23 February 2027",
        "iso": "2027-02-23",
    }
    assert asked(client, kind="day", leaning="past", text="23 Feb")["iso"] == "2026-02-23"


def test_a_time_is_shown_in_full(client):
    assert asked(client, kind="clock", text="half past two")["words"] == "2:30pm"


def test_bank_holidays_are_remarked_on_where_a_meeting_is_planned(client):
    said = asked(client, kind="day", leaning="coming", nation="SCT", text="30 November 2026")

    assert said["words"] == "Monday 30 November 2026. Saint Andrew's Day is a bank holiday in Scotland."
    assert asked(client, kind="day", nation="XX", text="25 December 2026")["words"].endswith(
        "2026. This is in Christmas week."
    )


def test_what_cannot_be_read_says_why(client):
    assert asked(client, kind="day", text="29 February 2027") == {
        "refused": "There is no 29 February in 2027. Enter another day."
    }
    assert "refused" in asked(client, kind="day", text="1" * 50_000)
    assert "refused" in asked(client)
