"""What is late in a programme: the same table as everybody's own list, by site and person."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Role
from pages.notices.readers import Everyone
from pages.notices.waiting import read
from pages.overview.late import late_of
from pages.tasks import keep_what_waits
from tests.cases.checking import send_for_checking
from tests.factories.cases import CaseFactory
from tests.factories.members import MemberFactory, RoleFactory
from tests.pages.test_queries import once_more, queries
from tests.reading import one_line

pytestmark = pytest.mark.django_db


def sent(people):
    """A text of the site that was sent for checking now."""
    case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
    return send_for_checking(case, by=people.facilitator)


def late(people, days=0):
    readers, now = Everyone(), timezone.now() + timedelta(days=days)
    return late_of(read(readers, now), readers, now).get(people.programme.pk, [])


def checks(people, days):
    return [thing for thing in late(people, days=days) if thing.kind == "text_to_check"]


def address(people, **query):
    return reverse("programme_late", args=[people.programme.slug], query=query or None)


def test_what_has_waited_for_two_weeks_is_late_and_one_thing_stands_once_with_all_it_waits_for(people):
    sent(people)

    assert checks(people, days=13) == []
    found = checks(people, days=15)

    assert [thing.place.name for thing in found] == [str(people.site)]
    names = {person.name for person in found[0].people}
    assert names
    assert people.facilitator.name not in names  # who wrote it
    assert found[0].whose.count(",") <= 2


def test_nothing_of_a_case_that_the_reader_stepped_out_of_is_shown(people, signed_in):
    text = sent(people)

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        keep_what_waits()
        found = next(thing for thing in late(people) if thing.case_id == text.case_id)
        client = signed_in("team")
        before = one_line(client.get(address(people)).content.decode())
        text.case.stepped_out.create(member=MemberFactory(site=people.site, user=people.team))
        after = one_line(client.get(address(people)).content.decode())

    assert found.sentence in before
    assert found.sentence not in after


def test_what_is_of_another_programme_is_not_in_it(people):
    elsewhere = CaseFactory(presented=True)
    RoleFactory(programme=elsewhere.site.programme, kind=Role.Kind.PROGRAMME_TEAM)
    send_for_checking(elsewhere, by=MemberFactory(site=elsewhere.site).user)

    assert elsewhere.site.slug not in {thing.place.slug for thing in late(people, days=15) if thing.place}


def test_the_page_shows_where_and_whose_and_can_be_narrowed_down_without_titles(signed_in, people):
    text = sent(people)

    person = checks(people, days=15)[0].people[0]

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        keep_what_waits()
        client = signed_in("team")
        page = one_line(client.get(address(people)).content.decode())
        of_person = client.get(address(people, person=person.pk)).context
        nowhere = client.get(address(people, site="no-such-site")).context
        home = one_line(client.get(reverse("home")).content.decode())

    assert "By site" in page
    assert f"?site={people.site.slug}" in page
    assert text.title not in page
    assert of_person["person"] == person
    assert all(person in thing.people for thing in of_person["page"])
    assert nowhere["place"] is None
    assert "What is late" in home
    assert address(people) in home


def test_before_it_is_read_the_page_says_so_and_asks_for_it_once(
    signed_in, people, django_capture_on_commit_callbacks
):
    client = signed_in("team")

    with django_capture_on_commit_callbacks() as asked:
        assert "This is being counted" in client.get(address(people)).content.decode()
        client.get(address(people))
    assert len(asked) == 1
    keep_what_waits()
    assert "This is being counted" not in client.get(address(people)).content.decode()


def test_more_people_and_things_need_no_more_queries(client, people):
    def count():
        with CaptureQueriesContext(connection) as captured:
            keep_what_waits()
        return len(captured)

    once_more(people.site, people.members.member, people.commissioner)
    before = count()
    once_more(people.site, people.members.member, people.commissioner)
    once_more(people.neighbour, MemberFactory(site=people.neighbour), people.commissioner)

    assert count() == before
    client.force_login(people.team)
    assert queries(client, address(people)) <= 20


def test_only_the_team_reads_it(signed_in, people):
    for role, status in {"team": 200, "broker": 403, "facilitator": 403, "stranger": 404}.items():
        assert signed_in(role).get(address(people)).status_code == status
