"""What visitors are shown is made once for all of them: nobody gets a page that is another's, and none outlasts a change."""

import gzip
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.clearance import actions as clearance_actions
from cases.clearance.models import WithdrawalReason
from pages.public_tables import PUBLIC_TABLES
from tests.permissions import addresses
from tests.permissions.crawl import make_pdfs
from tests.permissions.table import TABLE
from tests.permissions.world import NOW

pytestmark = pytest.mark.long
SHARED = "public, max-age=30, must-revalidate"
FOR_VISITORS = {
    "home",
    "confidentiality",
    "accessibility",
    "library:library",
    "library:learning_object_detail",
    "library:learning_object_pdf",
    "public_issue_list",
    "public_issue_feed",
    "public_issue_detail",
    "newsletter:issue_list",
    "newsletter:issue_feed",
    "newsletter:issue_detail",
    "programme_what_helps",
    "next_steps:programme_what_helps_csv",
}
READ_BUT_NOT_SHOWN = {
    "kit_publicchange": "how often something changed",
    "members_user": "who replied, whose name visitors are not shown",
}
TABLE_READ = re.compile(r'(?:FROM|JOIN) "(\w{1,80})"')


def shown_to_visitors(world) -> list[tuple[str, str]]:
    """The name and the address of every page that visitors share."""
    make_pdfs()
    rows = [row for row in TABLE if row.name in FOR_VISITORS and row.get.startswith("+")]
    found = [(row.name, addresses.url_of(row.name, row.arguments, world)) for row in rows]
    pdf = reverse("library:learning_object_pdf", args=[world.write_ups["for_public"].pk])
    return [*found, ("library:learning_object_pdf", pdf), ("library:library", "/library/?what=issue")]


def whole(response) -> bytes:
    """All bytes of a response, as text where it came compressed."""
    sent = b"".join(response) if response.streaming else response.content
    return gzip.decompress(sent) if response.get("Content-Encoding") == "gzip" else sent


def test_visitors_share_each_public_page_without_a_cookie_or_a_token(world):
    for name, address in shown_to_visitors(world):
        visitor = Client()
        response = visitor.get(address, headers={"Accept-Encoding": "gzip, br"})
        page = whole(response)

        assert (name, response.status_code, response["Cache-Control"]) == (name, 200, SHARED)
        assert "Cookie" in response["Vary"], name
        assert not visitor.cookies, name
        assert b"csrfmiddlewaretoken" not in page, name
        if not response.streaming:
            assert response["Content-Encoding"] == "gzip", name
            assert "Accept-Encoding" in response["Vary"], name
            assert whole(visitor.get(address)) == page, name


def test_every_page_that_visitors_share_is_known_here(world):
    visitor, found = Client(), set()

    for row in (row for row in TABLE if row.get.startswith(("+", ">"))):
        response = visitor.get(addresses.url_of(row.name, row.arguments, world))
        whole(response)
        found |= {row.name} if response["Cache-Control"].startswith("public") else set()

    assert found | {"library:learning_object_pdf"} == FOR_VISITORS


def test_pages_for_visitors_are_made_from_public_tables_alone(world):
    watched = {model._meta.db_table for model in PUBLIC_TABLES} | READ_BUT_NOT_SHOWN.keys()
    unknown = set()

    for name, address in shown_to_visitors(world):
        with CaptureQueriesContext(connection) as queries:
            whole(Client().get(address))
        read = {table for query in queries for table in TABLE_READ.findall(query["sql"])}
        unknown |= {(name, table) for table in read - watched}

    assert unknown == set()


def test_an_unchanged_page_is_neither_made_nor_asked_of_the_database(world, settings):
    settings.PUBLIC_STAMP_SECONDS = 10
    visitor = Client()

    for name, address in shown_to_visitors(world):
        first = visitor.get(address)
        whole(first)
        with CaptureQueriesContext(connection) as queries:
            again = visitor.get(address, headers={"If-None-Match": first["ETag"]})

        assert (name, again.status_code, again["ETag"]) == (name, 304, first["ETag"])
        assert len(queries) == 0, name


def test_a_page_of_somebody_signed_in_is_nobody_elses(world):
    visitor, member = Client(), Client()
    member.force_login(world.user("member"))

    for name, address in shown_to_visitors(world):
        if name in ("public_issue_feed", "newsletter:issue_feed", "library:learning_object_pdf"):
            continue  # whoever may read it reads the same
        shared = visitor.get(address)
        own = member.get(address, headers={"If-None-Match": shared["ETag"]})
        page = whole(own)
        assert own.status_code == 200, name
        assert own["Cache-Control"] == "no-store, private", name
        assert "Cookie" in own["Vary"], name
        after = Client().get(address)
        assert whole(after) == whole(shared), name
        if own["Content-Type"].startswith("text/html"):
            assert b"Sign out" in page, name


def test_a_withdrawn_text_is_in_no_answer_from_then_on(world):
    write_up = world.write_ups["for_public"]
    visitor = Client()
    found = {address: visitor.get(address) for _, address in shown_to_visitors(world)}
    tags = {address: response["ETag"] for address, response in found.items()}
    said = [address for address, response in found.items() if b"zqxfor_public" in whole(response)]
    assert reverse("library:learning_object_detail", args=[write_up.pk]) in said
    text = write_up.versions.get(cleared_text__audience="public").cleared_text

    clearance_actions.withdraw(text, because=WithdrawalReason.PRIVACY, by=world.user("team"))

    for address in said:
        again = visitor.get(address, headers={"If-None-Match": tags[address]})
        assert again.status_code != 304, address
        assert b"zqxfor_public" not in whole(again), address


def test_a_withdrawal_shows_within_a_minute_where_the_number_of_changes_is_kept(world, settings):
    settings.PUBLIC_STAMP_SECONDS = 10
    write_up = world.write_ups["for_public"]
    address = reverse("library:learning_object_detail", args=[write_up.pk])
    tag = Client().get(address)["ETag"]
    text = write_up.versions.get(cleared_text__audience="public").cleared_text

    clearance_actions.withdraw(text, because=WithdrawalReason.PRIVACY, by=world.user("team"))

    with time_machine.travel(NOW + timedelta(seconds=11)):
        assert Client().get(address, headers={"If-None-Match": tag}).status_code == 410
    assert 30 + 10 <= 60  # a browser keeps it for 30 s more at most
