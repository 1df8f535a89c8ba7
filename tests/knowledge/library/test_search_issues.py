"""Issues for commissioners are found too, with their newest reply, by those who may read them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.clearance import actions as clearance_actions
from cases.commissioning import actions as commissioning_actions
from cases.commissioning.models import CommissionerIssue, IssueReply
from knowledge.library import search, tasks
from knowledge.library.models import IndexedText

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(place, case):
    return commissioning_actions.raise_issue(
        case, theme=CommissionerIssue.Theme.CAPACITY, words="CANARY-issue", by=place.facilitator
    )


@pytest.fixture
def put_out(place, approve):
    """`put_out(issue, title, ...)`: send a wording for checking, approve it, publish it, and index it as the tick does."""

    def put_out(issue, title="Closed after two letters", words="Nobody rings first."):
        text = commissioning_actions.send_issue_for_checking(
            issue, title=title, words=words, by=place.facilitator
        )
        approve(text)
        clearance_actions.publish(text, by=place.facilitator)
        tasks.index_texts()
        return text

    return put_out


def titles(user, query="letters"):
    found = search.matching(search.library_for(user), search.terms_of(query))
    return [text.title for text in search.in_order(found, newest_first=False)]


def test_those_who_may_read_an_issue_find_it(place, issue, put_out):
    put_out(issue)

    for reader in (
        place.member,
        place.facilitator,
        place.broker,
        place.team,
        place.adviser,
        place.commissioner,
    ):
        assert titles(reader) == ["Closed after two letters"], reader
    assert titles(place.commissioner, "not enough hours") == ["Closed after two letters"]  # its theme


def test_nobody_else_finds_it(place, issue, put_out, someone):
    put_out(issue)

    for reader in (place.colleague, place.stranger, place.superuser, someone, AnonymousUser()):
        assert titles(reader) == []


def test_nothing_is_found_before_it_is_published(place, issue):
    commissioning_actions.send_issue_for_checking(
        issue, title="Closed after two letters", words="Nobody rings.", by=place.facilitator
    )
    tasks.index_texts()

    assert not IndexedText.objects.exists()


def test_indexing_twice_makes_one_row(place, issue, put_out):
    put_out(issue)
    tasks.index_texts()

    assert IndexedText.objects.count() == 1


def test_of_an_issue_its_newest_wording_alone_is_found(place, issue, put_out):
    put_out(issue)
    put_out(issue, title="Two letters and out")

    assert titles(place.member) == ["Two letters and out"]


def test_an_issue_counted_under_another_is_found_as_that_one(place, issue, put_out, case):
    other = commissioning_actions.raise_issue(
        case, theme=CommissionerIssue.Theme.CAPACITY, words="The same", by=place.facilitator
    )
    put_out(issue)
    put_out(other, title="Letters again")
    commissioning_actions.merge(other, into=issue, by=place.team)

    assert titles(place.member) == ["Closed after two letters"]


def test_a_hit_tells_the_newest_reply_and_leads_to_the_issue(client, place, issue, put_out):
    put_out(issue)
    commissioning_actions.reply(
        issue, kind=IssueReply.Kind.LOOKING_INTO_IT, words="We ask the provider", by=place.commissioner
    )
    client.force_login(place.commissioner)

    page = client.get("/library/?q=letters").content.decode()

    assert f'href="{issue.get_absolute_url()}">Closed after two letters</a>' in page
    assert "we are looking into it “We ask the provider”" in page
    assert "CANARY" not in page


def test_whoever_only_looks_round_sees_issues_when_they_ask_for_them(client, place, issue, put_out, publish):
    publish()
    put_out(issue)
    client.force_login(place.member)

    assert "Closed after two letters" not in client.get("/library/").content.decode()
    assert "Closed after two letters" in client.get("/library/?what=issue").content.decode()


def test_the_library_asks_no_more_for_more_issues(client, place, case, put_out):
    client.force_login(place.member)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get("/library/?q=letters")
        return len(found)

    counts = []
    for _ in range(3):
        issue = commissioning_actions.raise_issue(
            case, theme=CommissionerIssue.Theme.CAPACITY, words="Again", by=place.facilitator
        )
        put_out(issue)
        commissioning_actions.reply(
            issue, kind=IssueReply.Kind.LOOKING_INTO_IT, words="We ask", by=place.commissioner
        )
        counts.append(queries())

    assert counts[1] == counts[2]
