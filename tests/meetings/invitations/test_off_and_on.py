"""Whoever was told that a date is off is asked again once it is on again, whatever made it so, and hears that it is off once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from kit.errors import RefusedError
from meetings.events import actions as event_actions
from meetings.events.tasks import ask
from meetings.invitations import actions
from members.models import Role
from sites_app import actions as site_actions
from tests.factories.members import RoleFactory, UserFactory
from tests.factories.sites import ProgrammeEventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(people, coming):
    """Two days for everybody in the programme, a week before the meeting."""
    starts_at = coming.starts_at - timedelta(days=7)
    return ProgrammeEventFactory(programme=people.programme, starts_at=starts_at, days=2, place="The hall")


def invited(people, meeting):
    by = people.facilitator
    return actions.invite(meeting, user=people.commissioner, capacity="commissioner", purpose="issue", by=by)


def withdrawn(people, meeting):
    actions.withdraw(meeting.invitations.get(user=people.commissioner), by=people.facilitator)


def offered(people, meeting):
    return actions.offer_visit(meeting, purpose="listen", agrees=True, by=people.commissioner)


def for_groups(people, event, *kinds):
    event_actions.say_for_whom(event, kinds=kinds, by=people.team)


def adviser(people, *, until):
    Role.objects.filter(user=people.adviser).update(until=until)
    ask()


def by_invitation(people, coming, later, event):
    invited(people, coming)
    yield "commissioner"
    withdrawn(people, coming)
    yield
    invited(people, coming)


def by_yes_to_an_offer(people, coming, later, event):
    invited(people, coming)
    yield "commissioner"
    withdrawn(people, coming)
    yield
    actions.accept_visit(offered(people, coming), by=people.facilitator)


def by_a_date_that_is_proposed(people, coming, later, event):
    invited(people, coming)
    yield "commissioner"
    withdrawn(people, coming)
    yield
    actions.propose_date(offered(people, later), meeting=coming, by=people.facilitator)


def by_a_group_that_is_put_back(people, coming, later, event):
    for_groups(people, event, "adviser")
    yield "adviser"
    for_groups(people, event)
    yield
    for_groups(people, event, "adviser")


def by_a_role_that_is_had_again(people, coming, later, event):
    for_groups(people, event, "adviser")
    yield "adviser"
    adviser(people, until=timezone.localdate() - timedelta(days=1))
    yield
    adviser(people, until=None)


def by_being_a_broker_again(people, coming, later, event):
    later.delete()
    yield "broker"
    Role.objects.filter(user=people.broker).update(until=timezone.localdate() - timedelta(days=1))
    yield
    Role.objects.filter(user=people.broker).update(until=None)


WAYS = [
    by_invitation, by_yes_to_an_offer, by_a_date_that_is_proposed, by_a_group_that_is_put_back,
    by_a_role_that_is_had_again, by_being_a_broker_again,
]  # fmt: skip


def said_in(letters):
    """What the calendar part of the one letter does, and its moment."""
    (letter,) = letters
    (part,) = [content for content, kind in letter.alternatives if kind.startswith("text/calendar")]
    calendar = Calendar.from_ical(part)
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0].decoded("DTSTAMP")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_on_again_is_told_anew_and_is_newer_for_calendars(
    way, people, coming, later, event, letters_to
):
    story = way(people, coming, later, event)
    heard = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        who = next(story)
        for _ in range(3):
            heard.append(said_in(letters_to(who)))
            clock.shift(timedelta(minutes=5))
            next(story, None)

    assert [method for method, _ in heard] == ["REQUEST", "CANCEL", "REQUEST"]
    assert heard[0][1] < heard[1][1] < heard[2][1]


def test_who_was_told_that_it_is_off_hears_no_more_of_it_until_it_is_on_again(people, event, letters_to):
    facts = {"kind": event.kind, "title": event.title, "starts_at": event.starts_at, "days": 2, "by": None}
    for_groups(people, event, "adviser")
    letters_to("adviser")
    for_groups(people, event)
    letters_to("adviser")

    for place in ("The library", event.place):  # moved, and moved back to what they were told first
        site_actions.edit_event(event, place=place, **facts)
        assert letters_to("adviser") == []
    for_groups(people, event, "adviser")

    (letter,) = letters_to("adviser")
    assert letter.subject.startswith(event.title)  # it is new to them, and not changed


def test_who_is_withdrawn_by_somebody_stays_so_while_they_are_of_the_group(people, event, letters_to):
    for_groups(people, event, "adviser")
    letters_to("adviser")

    actions.withdraw(event.invitations.get(user=people.adviser), by=people.team)
    letters_to("adviser")

    assert letters_to("adviser") == []
    assert event.invitations.standing().count() == 0


def test_days_that_are_left_can_be_cancelled_and_whoever_was_asked_is_told(people, event, letters_to):
    for_groups(people, event, "adviser")
    letters_to("adviser")

    with time_machine.travel(event.starts_at + timedelta(hours=9)):
        site_actions.cancel_event(event, because="The trains are not running", by=people.team)

        assert said_in(letters_to("adviser"))[0] == "CANCEL"
        assert letters_to("adviser") == []


def test_who_was_invited_before_they_had_an_account_is_not_invited_twice(people, coming, event, letters_to):
    for date in (coming, event):
        actions.invite(date, name="Ann Lee", email="ann.lee@example.org", purpose="listen", by=people.team)
    letters_to("ann.lee@example.org")

    user = UserFactory(email="ann.lee@example.org", name="Ann Lee")
    RoleFactory(user=user, programme=people.programme, kind="adviser")
    for_groups(people, event, "adviser")

    assert letters_to("ann.lee@example.org") == []
    assert [date.invitations.filter(user=user, email="").count() for date in (coming, event)] == [1, 1]


def by_declining(offer, later, by):
    actions.decline_visit(offer, by=by)


def by_another_date(offer, later, by):
    actions.propose_date(offer, meeting=later, by=by)


@pytest.mark.parametrize("answer", [by_declining, by_another_date], ids=lambda way: way.__name__)
def test_an_answer_from_an_old_page_takes_no_visit_back_that_was_agreed(answer, people, coming, later):
    offer = offered(people, coming)
    actions.accept_visit(coming.invitations.get(), by=people.facilitator)

    with pytest.raises(RefusedError, match="has been invited already"):
        answer(offer, later, people.team)
    assert coming.invitations.standing().count() == 1


def test_yes_after_a_colleague_said_no_names_the_colleague(people, coming):
    offer = offered(people, coming)
    actions.decline_visit(offer, by=people.facilitator)

    with pytest.raises(RefusedError, match="Ruth Adeyemi has answered already"):
        actions.accept_visit(offer, by=people.team)
