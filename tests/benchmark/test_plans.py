"""The questions of the pages that people open most are answered by an index: none reads a table that grows from end to end.

Which index could answer is asked, and not which one a database prefers at a size: so a world of 40 cases tells it. SQLite chooses without
looking at sizes where it has no statistics, and PostgreSQL is told to avoid reading whole tables where it can.
"""

import re
from datetime import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benchmark.size import Size
from benchmark.world import make_world
from members.models import Facilitation, Member, Role, User
from sites_app.models import Programme

NOW = timezone.make_aware(datetime(2026, 3, 12, 12, 0))
SMALL = Size(sites=2, members=12, cases=40, now=NOW)
GROWING = {
    "cases_case", "cases_discussion", "next_steps_nextstep", "next_steps_feedback", "clearance_clearedtext",
    "meetings_meeting", "meetings_attendance", "library_showntext", "library_indexedtext", "library_indexedtag",
}  # fmt: skip
LIBRARY = ["/library/", "/library/?page=4"]
PAGES = {
    "visitor": ["/", *LIBRARY],
    "member": ["/", *LIBRARY, "/cases/"],
    "facilitator": ["/", "/cases/"],
    "broker": ["/", "/cases/", "/cases/?after=1773312000000000-1"],
    "team": ["/"],
    "adviser": ["/", *LIBRARY],
}
pytestmark = pytest.mark.django_db


def people() -> dict[str, User | None]:
    roles = {role.kind: role.user for role in Role.objects.select_related("user")}
    there = Member.objects.filter(user__isnull=False, left_on=None, facilitations=None)
    return {
        "visitor": None,
        "member": there.first().user,
        "facilitator": Facilitation.objects.filter(ended_on=None).first().member.user,
        "broker": roles["knowledge_broker"],
        "team": roles["programme_team"],
        "adviser": roles["adviser"],
    }


def asked_by(user: User | None, address: str) -> list[tuple]:
    """The questions of the page at this address, with their parameters."""
    asked: list[tuple] = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    client = Client()
    if user is not None:
        client.force_login(user)
    cache.clear()
    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200
    return [each for each in asked if each[0].startswith(("SELECT", "WITH"))]


def read_whole(sql: str, params) -> set[str]:
    """The growing tables that the database would read from end to end to answer this, though it need not."""
    named = dict(re.findall(r'"(\w{1,80})" (\w{1,8})\b', sql))
    tables = {alias: table for table, alias in named.items()} | {table: table for table in GROWING}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", params)
            return {
                name for (line,) in cursor.fetchall() for name in re.findall(r"Seq Scan on (\w{1,80})", line)
            } & GROWING
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        scans = [re.fullmatch(r"SCAN (\w{1,80})", row[3]) for row in cursor.fetchall()]
        return {tables.get(each[1], "") for each in scans if each} & GROWING


def test_no_page_that_people_open_most_reads_a_growing_table_from_end_to_end():
    with time_machine.travel(NOW):
        make_world(SMALL)
        assert Programme.objects.exists()
        asked = [
            (role, address, question)
            for role, user in people().items()
            for address in PAGES[role]
            for question in asked_by(user, address)
        ]
    with transaction.atomic():
        found = [
            (role, address, tables, sql[:200])
            for role, address, (sql, params) in asked
            if (tables := read_whole(sql, params))
        ]

    assert len(asked) > 100
    assert found == []
