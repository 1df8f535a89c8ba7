"""Who is being waited for at a site: as it was read last, without words, names of commissioners and cases closed to the reader."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.notices.mailing import make_due_mail
from pages.tasks import keep_what_waits
from tests.cases.checking import send_for_checking
from tests.factories.cases import CaseFactory
from tests.factories.members import MemberFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(people):
    case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
    return send_for_checking(case, by=people.facilitator)


def page(client, people) -> str:
    response = client.get(reverse("notices:site", args=[people.site.slug]))
    return one_line(response.content.decode())


def test_the_page_says_who_is_waited_for_and_whether_they_were_told(people, signed_in, text):
    client = signed_in("facilitator")

    assert "This is being counted" in page(client, people)
    keep_what_waits()
    shown = page(client, people)
    assert people.team.name in shown
    assert text.case.reference in shown
    assert text.title not in shown
    assert people.commissioner.name not in shown
    assert "We have not e-mailed them" in shown


def test_what_they_were_told_meanwhile_is_shown_though_it_was_read_before(people, signed_in, text):
    keep_what_waits()
    with time_machine.travel((timezone.localtime() + timedelta(days=1)).replace(hour=8, minute=1)):
        make_due_mail()

    assert "Told on" in page(signed_in("facilitator"), people)


def test_nothing_of_a_case_that_the_reader_stepped_out_of_is_shown(people, signed_in, text):
    keep_what_waits()
    client = signed_in("team")

    assert text.case.reference in page(client, people)
    text.case.stepped_out.create(member=MemberFactory(site=people.site, user=people.team))
    assert text.case.reference not in page(client, people)


def test_the_page_takes_few_queries_however_much_waits(people, signed_in, text):
    client = signed_in("facilitator")
    keep_what_waits()
    page(client, people)
    with CaptureQueriesContext(connection) as few:
        page(client, people)

    for _ in range(3):
        send_for_checking(CaseFactory(site=people.site, presented=True), by=people.facilitator)
    keep_what_waits()
    with CaptureQueriesContext(connection) as more:
        page(client, people)

    assert len(more) == len(few) <= 20
