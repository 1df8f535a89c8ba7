"""A date of the whole programme: whom it is for, what they are told, their replies, and who came."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kit.errors import RefusedError
from meetings.actions import make_feed
from meetings.events import actions
from meetings.invitations.actions import answer, invite, withdraw
from meetings.invitations.incoming import read_reply
from members.models import Role
from sites_app import actions as site_actions
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "events:event_{}".format


def calendar_in(letter):
    (part,) = [part for part in letter.alternatives if part[1].startswith("text/calendar")]
    return Calendar.from_ical(part[0]).walk("VEVENT")[0]


def move(event, **changes):
    facts = {name: getattr(event, name) for name in ("kind", "title", "starts_at", "days", "place", "link")}
    return site_actions.edit_event(event, **{**facts, **changes}, by=None)


def test_whoever_it_is_for_gets_one_letter_with_the_days_for_their_calendar(people, asked, letters_to):
    (letter,) = letters_to("facilitator")

    assert "Groups that think together" in letter.subject
    assert "10:00am to 4:00pm each day" in letter.body
    event = calendar_in(letter)
    assert event["RRULE"]["COUNT"] == [2]
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=6)
    assert letters_to("facilitator") == []


def test_nobody_else_is_told(people, asked, letters_to):
    letters_to("team")

    others = {people.user(role).email for role in ("team", "member", "broker", "commissioner")}
    assert {letter.to[0] for letter in mail.outbox}.isdisjoint(others)


def test_a_facilitator_appointed_later_is_asked_too(people, asked, letters_to):
    letters_to("team")
    late = UserFactory(email="late@example.org")
    RoleFactory(user=late, programme=people.programme, kind=Role.Kind.ADVISER)

    assert len(letters_to("late@example.org")) == 1


def test_a_facilitator_without_an_account_is_asked_by_the_address_of_their_row_and_stays_so_with_one(
    people, asked, letters_to
):
    member = MemberFactory(site=people.neighbour, user=None, email="dot@example.org")
    facilitation = FacilitationFactory(member=member)

    assert len(letters_to("dot@example.org")) == 1
    assert letters_to("dot@example.org") == []
    invitation = asked.invitations.get(email="dot@example.org")
    member.user = UserFactory(email="dot@example.org")
    member.save()
    assert letters_to("dot@example.org") == []
    assert list(asked.invitations.filter(user=member.user)) == [invitation]
    facilitation.delete()
    assert len(letters_to("dot@example.org")) == 1
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_whoever_is_no_adviser_any_more_hears_that_they_are_not_expected(people, asked, letters_to):
    letters_to("adviser")
    people.adviser.roles.update(
        until=timezone.localdate() - timedelta(days=1), since=timezone.localdate() - timedelta(days=9)
    )

    (letter,) = letters_to("adviser")
    assert "no longer expected" in letter.body
    assert calendar_in(letter)["SEQUENCE"] == 0


def test_a_group_that_is_taken_out_and_put_back_is_asked_again(people, asked, letters_to):
    letters_to("adviser")
    actions.say_for_whom(asked, kinds=["facilitator"], by=people.team)
    assert len(letters_to("adviser")) == 1
    actions.say_for_whom(asked, kinds=["facilitator", "adviser"], by=people.team)

    (letter,) = letters_to("adviser")
    assert "Tell us if you are coming" in letter.body


def test_a_move_says_what_was_said_before_and_asks_again(people, asked, letters_to):
    letters_to("adviser")
    invitation = asked.invitations.get(user=people.adviser)
    answer(invitation, coming="yes")
    asked.refresh_from_db()
    move(asked, starts_at=asked.starts_at + timedelta(days=7))

    (letter,) = letters_to("adviser")
    assert "have changed" in letter.body
    assert "Day and time before" in letter.body
    assert calendar_in(letter)["SEQUENCE"] == 1
    invitation.refresh_from_db()
    assert invitation.coming == ""


def test_one_day_less_is_told_too(people, asked, letters_to):
    letters_to("adviser")
    move(asked, days=1)

    (letter,) = letters_to("adviser")
    assert "each day" in letter.body.split("before:")[1]


def test_a_cancelled_one_is_taken_out_of_calendars_and_says_why_on_its_page(
    people, asked, letters_to, signed_in
):
    letters_to("adviser")
    site_actions.cancel_event(asked, because="The trains are not running", by=people.team)

    (letter,) = letters_to("adviser")
    assert "This event is cancelled" in letter.body
    assert calendar_in(letter)["STATUS"] == "CANCELLED"
    assert "trains" not in letter.body
    assert "The trains are not running" in signed_in("adviser").get(asked.get_absolute_url()).content.decode()


def test_they_reply_by_the_link_without_signing_in(people, asked, client):
    invitation = asked.invitations.get(user=people.adviser)

    shown = client.get(invitation.link.removeprefix("https://copsite.example.org"))
    response = client.post(shown.request["PATH_INFO"], {"coming": "yes"})

    assert response.status_code == 200
    invitation.refresh_from_db()
    assert (invitation.coming, invitation.visit) == ("yes", None)


def test_the_link_of_an_event_that_is_off_speaks_of_an_event_and_says_why(people, asked, client):
    link = asked.invitations.get(user=people.adviser).link
    site_actions.cancel_event(asked, because="The trains are not running", by=people.team)

    answer = client.get(link)

    words = " ".join(answer.content.decode().split())
    assert answer.status_code == 410
    assert "This event is cancelled" in words
    assert "The trains are not running." in words
    assert "This meeting" not in words


def test_a_guest_by_name_and_address_is_asked_with_what_it_is_for(people, training, letters_to):
    invite(
        training,
        name="Sue Speaker",
        email="sue@example.org",
        about="To speak about disagreeing well",
        by=people.team,
    )

    (letter,) = letters_to("sue@example.org")
    assert "What it is for: To speak about disagreeing well" in letter.body
    assert letter.extra_headers["Reply-To"] == people.team.email


def test_a_guest_who_is_withdrawn_is_told_once(people, training, letters_to):
    guest = invite(training, name="Sue Speaker", email="sue@example.org", by=people.team)
    letters_to("sue@example.org")
    withdraw(guest, by=people.team)

    assert len(letters_to("sue@example.org")) == 1
    assert letters_to("sue@example.org") == []


def test_everybody_has_in_their_calendar_what_is_for_them(people, asked, client):
    feeds = {role: make_feed(user=people.user(role)) for role in ("adviser", "facilitator", "broker")}

    has_it = {
        role
        for role, each in feeds.items()
        if b"think together" in client.get(each.get_absolute_url()).content
    }

    assert has_it == {"adviser", "facilitator"}


def test_who_said_no_has_it_in_no_calendar(people, asked, client):
    answer(asked.invitations.get(user=people.adviser), coming="no")

    assert b"think together" not in client.get(make_feed(user=people.adviser).get_absolute_url()).content


def test_the_list_has_what_is_to_come_and_what_is_past(people, asked, signed_in):
    with time_machine.travel(timezone.now() + timedelta(days=21), tick=False):  # the second of its two days
        page = signed_in("member").get(reverse(URL("list"), args=[people.programme.slug]))
        assert list(page.context["to_come"]) == [asked]
    with time_machine.travel(timezone.now() + timedelta(days=22), tick=False):
        page = signed_in("member").get(reverse(URL("list"), args=[people.programme.slug]))
        assert list(page.context["page"]) == [asked]


def test_members_see_the_date_and_not_what_is_for_those_invited(people, asked, signed_in):
    site_actions.write_event(asked, agenda="Who rings back", by=people.team)

    shown = {
        role: signed_in(role).get(asked.get_absolute_url()).content.decode() for role in ("member", "adviser")
    }

    assert "Who rings back" in shown["adviser"]
    assert "Groups that think together" in shown["member"]
    assert "Who rings back" not in shown["member"]


def test_the_team_marks_who_came_on_each_day(people, asked, signed_in):
    came = asked.invitations.get(user=people.facilitator)
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        client = signed_in("team")
        address = reverse(URL("attendance"), args=[asked.pk])
        sent = {"day_1": [came.pk], "day_2": []}
        assert client.post(address, sent).status_code == 302
        page = client.get(asked.get_absolute_url()).content.decode()

    assert [row.day for row in came.attendances.all()] == [1]
    assert "Who came" in page


def test_an_event_of_which_it_is_recorded_who_came_stays_on_the_days_on_which_they_came(people, asked):
    came = asked.invitations.get(user=people.adviser)
    with time_machine.travel(asked.starts_at + timedelta(days=2)):
        actions.mark_attendance(asked, came=[(came, 2)], by=people.team)

        with pytest.raises(RefusedError, match="Somebody came on a later day"):
            move(asked, days=1)
        with pytest.raises(RefusedError, match="so it was held"):
            move(asked, starts_at=timezone.now() + timedelta(days=1))
        move(asked, days=3)
        actions.mark_attendance(asked, came=[], by=people.team)
        move(asked, days=1)

    asked.refresh_from_db()
    assert asked.days == 1


def test_whoever_is_invited_opens_the_papers_before_and_by_the_link(people, asked, signed_in, client):
    actions.add_paper(asked, title="Slides", link="https://example.org/slides", by=people.team)

    shown = {role: signed_in(role).get(asked.get_absolute_url()).content for role in ("member", "adviser")}
    client.logout()
    link = asked.invitations.get(user=people.adviser).link.removeprefix("https://copsite.example.org")

    assert b"example.org/slides" in shown["adviser"]
    assert b"example.org/slides" not in shown["member"]
    assert b"example.org/slides" in client.get(link).content


def test_nobody_is_marked_before_it_has_started(people, asked):
    with pytest.raises(RefusedError, match="has not started"):
        actions.mark_attendance(asked, came=[], by=people.team)


def test_what_people_were_asked_to_is_cancelled_and_not_removed(people, asked):
    with pytest.raises(RefusedError, match="Cancel it instead"):
        site_actions.remove_event(asked, by=people.team)


def test_yes_pressed_in_a_calendar_counts(people, asked, letters_to, settings):
    settings.READS_CALENDAR_REPLIES = True
    (letter,) = letters_to("adviser")
    event = calendar_in(letter)
    said = f"""BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:{event["UID"]}\nSEQUENCE:0
DTSTAMP:{timezone.now():%Y%m%dT%H%M%SZ}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{people.adviser.email}\nEND:VEVENT\nEND:VCALENDAR\n"""
    message = _reply(people.adviser.email, said)

    assert read_reply(message)
    assert asked.invitations.get(user=people.adviser).coming == "yes"


def test_maybe_pressed_in_a_calendar_takes_back_the_reply_as_it_does_for_members(
    people, asked, letters_to, settings
):
    settings.READS_CALENDAR_REPLIES = True
    (letter,) = letters_to("adviser")
    invitation = asked.invitations.get(user=people.adviser)
    answer(invitation, coming="yes", at=timezone.now() - timedelta(hours=1))
    event = calendar_in(letter)
    said = f"""BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:{event["UID"]}\nSEQUENCE:0
DTSTAMP:{timezone.now():%Y%m%dT%H%M%SZ}\nATTENDEE;PARTSTAT=TENTATIVE:mailto:{people.adviser.email}\nEND:VEVENT\nEND:VCALENDAR\n"""

    assert read_reply(_reply(people.adviser.email, said))

    invitation.refresh_from_db()
    assert (invitation.coming, invitation.answered_at) == ("", None)


def _reply(sender, text):
    message = EmailMessage()
    message["From"] = sender
    message.set_content("Accepted")
    message.add_attachment(text.encode(), maintype="text", subtype="calendar", params={"method": "REPLY"})
    return message


def test_who_came_without_having_been_invited_is_added_afterwards_and_gets_no_mail(
    people, asked, letters_to, signed_in
):
    letters_to("facilitator")
    with time_machine.travel(asked.starts_at + timedelta(hours=3)):
        client = signed_in("team")
        page = client.post(reverse(URL("invite"), args=[asked.pk]), {"user": people.user("broker").pk})

        assert page.status_code == 302
        assert letters_to("broker") == []
        came = asked.invitations.get(user=people.user("broker"))
        actions.mark_attendance(asked, came=[(came, 1)], by=people.team)
        assert "(optional)" not in client.get(reverse(URL("attendance"), args=[asked.pk])).content.decode()
    assert came.attendances.count() == 1
