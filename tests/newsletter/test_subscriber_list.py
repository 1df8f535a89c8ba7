"""The list of subscribers: the programme team searches it, sees what each got, lifts, deletes and downloads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kit.models import AuditEvent
from newsletter import actions
from newsletter.actions import bouncing
from newsletter.models import Subscriber, Suppression
from tests.factories.newsletter import SubscriberFactory
from tests.reading import one_line


@pytest.fixture
def team(client, people):
    client.force_login(people.user("team"))
    return client


def at(name, people, *more):
    return reverse(f"newsletter:{name}", args=[people.programme.slug, *more])


def words(answer) -> str:
    return one_line(answer.content.decode())


def test_the_team_finds_a_subscriber_and_reads_where_they_stand(team, people):
    SubscriberFactory(programme=people.programme, email="sue@example.org")
    SubscriberFactory(programme=people.programme, email="tom@example.org", unsubscribed_at=timezone.now())

    page = words(team.get(at("subscriber_list", people), {"q": "SUE"}))

    assert "sue@example.org" in page
    assert "tom@example.org" not in page
    assert "Gets it (1)" in page
    assert "Unsubscribed (1)" in page


def test_what_one_got_and_agreed_to_is_on_their_page(team, people, sent):
    row = Subscriber.objects.get(email="outsider@example.org")
    row.consent = "I want it."
    row.save()

    page = words(team.get(at("subscriber_detail", people, row.pk)))

    assert "“I want it.”" in page
    assert "February 2026" in page
    assert "On its way since" in page


def test_why_somebody_gets_none_is_said_before_an_issue_is_sent(team, people, issue):
    SubscriberFactory(programme=people.programme, email="dead@example.org")
    bouncing.note_bounce("dead@example.org", what="hard", mail="1")

    page = words(
        team.get(
            reverse("newsletter:issue_readers", args=[people.programme.slug, issue.month]),
            {"edition": "none"},
        )
    )

    assert "Not sent to (1)" in page
    assert "The address does not work" in page


def test_newsletters_are_sent_again_for_a_reason(team, people):
    row = SubscriberFactory(programme=people.programme, email="dead@example.org")
    bouncing.note_bounce(row.email, what="hard", mail="1")

    refused = team.post(at("subscriber_lift", people, row.pk), {"because": ""})
    done = team.post(at("subscriber_lift", people, row.pk), {"because": "works"}, follow=True)

    assert refused.status_code == 422
    assert "sent to this address again" in words(done)
    assert Suppression.objects.get().lifted_by == people.user("team")


def test_a_subscriber_is_deleted_but_nobody_who_takes_part(team, people):
    actions.subscribe_the_programme(people.programme)
    outsider = SubscriberFactory(programme=people.programme, email="sue@example.org")
    member = Subscriber.objects.get(email=people.member.email)

    assert team.post(at("subscriber_erase", people, outsider.pk)).status_code == 302
    assert team.post(at("subscriber_erase", people, member.pk)).status_code == 409

    assert not Subscriber.objects.filter(pk=outsider.pk).exists()
    assert Subscriber.objects.filter(pk=member.pk).exists()


def test_the_list_is_downloaded_and_that_is_recorded(team, people):
    SubscriberFactory(programme=people.programme, email="=sue@example.org")

    rows = team.get(at("subscriber_csv", people)).content.decode("utf-8-sig").splitlines()

    assert rows[0].startswith("Address,Edition,State,Source,Agreed to")
    assert rows[1].startswith("'=sue@example.org,Public")
    assert AuditEvent.objects.filter(verb="download subscribers").count() == 1


def test_a_broker_sees_no_address(client, people):
    row = SubscriberFactory(programme=people.programme)
    client.force_login(people.user("broker"))

    assert client.get(at("subscriber_list", people)).status_code == 403
    assert client.get(at("subscriber_detail", people, row.pk)).status_code == 403


def test_twice_as_many_subscribers_take_no_more_queries(team, people):
    def count():
        with CaptureQueriesContext(connection) as queries:
            team.get(at("subscriber_list", people))
        return len(queries)

    SubscriberFactory.create_batch(3, programme=people.programme)
    before = count()
    SubscriberFactory.create_batch(3, programme=people.programme)

    assert count() == before
