"""Issues for commissioners are found too, with their newest reply, by those who may read them."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.clearance import actions as clearance_actions
from cases.commissioning import actions as commissioning_actions
from cases.commissioning.models import IssueReply
from kit.search.words import terms_of
from knowledge.library import search, tasks
from knowledge.library.models import IndexedText
from tests.reading import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def issue(people, case):
    return commissioning_actions.raise_issue(
        case, theme="capacity", words="CANARY-issue", by=people.facilitator
    )


@pytest.fixture
def put_out(people, approve):
    """`put_out(issue, title, ...)`: send a wording for checking, approve it, publish it, and index it as the tick does."""

    def put_out(issue, title="Closed after two letters", words="Nobody rings first."):
        text = commissioning_actions.send_issue_for_checking(
            issue, title=title, words=words, by=people.facilitator
        )
        approve(text)
        clearance_actions.publish(text, by=people.facilitator)
        tasks.index_texts()
        return text

    return put_out


def titles(user, query="letters"):
    found = search.matching(search.library_for(user), terms_of(query))
    return [text.title for text in search.in_order(found, newest_first=False)]


def test_those_who_may_read_an_issue_find_it(people, issue, put_out):
    put_out(issue)

    for reader in (
        people.member,
        people.facilitator,
        people.broker,
        people.team,
        people.adviser,
        people.commissioner,
    ):
        assert titles(reader) == ["Closed after two letters"], reader
    assert titles(people.commissioner, "not enough hours") == ["Closed after two letters"]  # its theme


def test_nobody_else_finds_it(people, issue, put_out, someone):
    put_out(issue)

    for reader in (people.member_elsewhere, people.stranger, people.superuser, someone, AnonymousUser()):
        assert titles(reader) == []


def test_nothing_is_found_before_it_is_published(people, issue):
    commissioning_actions.send_issue_for_checking(
        issue, title="Closed after two letters", words="Nobody rings.", by=people.facilitator
    )
    tasks.index_texts()

    assert not IndexedText.objects.exists()


def test_indexing_twice_makes_one_row(people, issue, put_out):
    put_out(issue)
    tasks.index_texts()

    assert IndexedText.objects.count() == 1


def test_of_an_issue_its_newest_wording_alone_is_found(people, issue, put_out):
    put_out(issue)
    put_out(issue, title="Two letters and out")

    assert titles(people.member) == ["Two letters and out"]


def test_an_issue_counted_under_another_is_found_as_that_one(people, issue, put_out, case):
    other = commissioning_actions.raise_issue(case, theme="capacity", words="The same", by=people.facilitator)
    put_out(issue)
    put_out(other, title="Letters again")
    commissioning_actions.merge(other, into=issue, by=people.team)

    assert titles(people.member) == ["Closed after two letters"]


def test_a_hit_tells_the_newest_reply_and_leads_to_the_issue(client, people, issue, put_out):
    put_out(issue)
    commissioning_actions.reply(
        issue,
        kind=IssueReply.Kind.LOOKING_INTO_IT,
        words="We ask the provider",
        by=people.commissioner,
        due_on=date(2030, 1, 1),
    )
    client.force_login(people.commissioner)

    page = client.get("/library/?q=letters").content.decode()

    assert f'href="{issue.get_absolute_url()}">Closed after two letters</a>' in page
    assert "We are looking into it. “We ask the provider” Looking into it until 1 January 2030." in one_line(
        page
    )
    assert "CANARY" not in page


def test_whoever_only_looks_round_sees_issues_when_they_ask_for_them(client, people, issue, put_out, publish):
    publish()
    put_out(issue)
    client.force_login(people.member)

    assert "Closed after two letters" not in client.get("/library/").content.decode()
    assert "Closed after two letters" in client.get("/library/?what=issue").content.decode()


def test_the_library_asks_no_more_for_more_issues(client, people, case, put_out):
    client.force_login(people.member)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get("/library/?q=letters")
        return len(found)

    counts = []
    for _ in range(3):
        issue = commissioning_actions.raise_issue(
            case, theme="capacity", words="Again", by=people.facilitator
        )
        put_out(issue)
        commissioning_actions.reply(
            issue,
            kind=IssueReply.Kind.LOOKING_INTO_IT,
            words="We ask",
            by=people.commissioner,
            due_on=date(2030, 1, 1),
        )
        counts.append(queries())

    assert counts[1] == counts[2]
