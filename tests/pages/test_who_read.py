"""Who has read a case or the minutes of a meeting, for those who run the site, and for the case's presenters."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.audit_verbs import CaseVerb
from cases.models import Case
from cases.next_steps.links import token_of
from meetings.audit_verbs import MeetingVerb
from meetings.models import Meeting
from pages.who_read import readers_of
from tests.factories.cases import CaseFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def case(people):
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


def page(case) -> str:
    return reverse("case_readers", args=[case.pk])


def read(case, user) -> None:
    assert list(Case.objects.read_by(user).filter(pk=case.pk)) == [case]


def test_it_lists_each_reader_with_the_days_the_last_one_first(people, case):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        read(case, people.broker)
    read(case, people.broker)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        read(case, people.member)

    readers = readers_of(case, CaseVerb.READ)

    assert [(reader.name, reader.days) for reader in readers] == [
        (people.member.name, 1),
        (people.broker.name, 2),
    ]
    assert readers[1].first_at < readers[1].last_at


def test_presenters_and_those_who_run_the_site_see_it_and_nobody_else(client, people, case):
    read(case, people.broker)

    for role in ("facilitator", "presenter", "team"):
        client.force_login(people.user(role))
        response = client.get(page(case))
        assert response.status_code == 200
        assert people.broker.name in response.content.decode()
        assert page(case) in client.get(case.get_absolute_url()).content.decode()
    for role, status in {"member": 403, "broker": 403, "elsewhere": 404, "adviser": 404}.items():
        client.force_login(people.user(role))
        assert client.get(page(case)).status_code == status


def test_somebody_without_an_account_who_read_by_their_link_is_named(client, people, case):
    owner = MemberFactory(site=people.site, name="Ada Quill", without_account=True, email="ada@example.org")
    NextStepFactory(discussion=case.discussions.get(), owner=owner)
    client.get(reverse("next_steps:my_steps", args=[token_of(owner)]))

    client.force_login(people.facilitator)
    shown = client.get(page(case)).content.decode()

    assert "Ada Quill" in shown
    assert "by the link in an e-mail" in shown


def test_looking_at_who_read_it_is_not_reading_it(client, people, case):
    client.force_login(people.facilitator)

    client.get(page(case))

    assert "Nobody has read this case yet" in client.get(page(case)).content.decode()


def test_the_minutes_of_a_meeting_have_readers_too(client, people):
    meeting = MeetingFactory(site=people.site, number=1, held=True, minutes="We met.")
    address = reverse("meeting_readers", args=[meeting.pk])
    client.force_login(people.member)
    client.get(meeting.get_absolute_url())
    assert client.get(address).status_code == 403

    client.force_login(people.facilitator)

    assert people.member.name in client.get(address).content.decode()
    assert address in client.get(meeting.get_absolute_url()).content.decode()


def test_a_meeting_without_minutes_has_no_readers(people):
    meeting = MeetingFactory(site=people.site, number=1, held=True, minutes="")

    list(Meeting.objects.read_by(people.member))

    assert readers_of(meeting, MeetingVerb.READ_MINUTES) == []


def test_it_costs_the_same_queries_however_many_read_it(client, people, case):
    client.force_login(people.facilitator)
    read(case, people.member)
    client.get(page(case))
    with CaptureQueriesContext(connection) as first:
        client.get(page(case))
    for role in ("presenter", "broker", "team"):
        read(case, people.user(role))
    with CaptureQueriesContext(connection) as again:
        client.get(page(case))

    assert len(again) == len(first)
