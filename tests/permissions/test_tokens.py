"""Whoever reads the database or the log can open nothing: no table and no line holds a token of a link."""

import pytest
from django.db import connection

from tests.permissions.asking import clients_of
from tests.permissions.crawl import BY_LINK
from tests.permissions.table import TABLE

pytestmark = pytest.mark.long


def tokens_of(world) -> dict[str, str]:
    """The tokens in the addresses that the links of the world have, by the name of the address."""
    found = {}
    for row in TABLE:
        if row.name in BY_LINK:
            found[f"{row.name} {row.what}"] = str(row.arguments(world)[0])
    return found


def every_text(cursor) -> dict[str, list[str]]:
    """Everything that each column of each table holds, as text."""
    held = {}
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            for name, value in zip(names, row, strict=True):
                if isinstance(value, str | bytes | memoryview):
                    held.setdefault(f"{table}.{name}", []).append(str(value))
    return held


def test_no_table_holds_a_token(world):
    tokens = tokens_of(world)
    assert {name.split()[0] for name in tokens} == BY_LINK
    clients_of(world, ["member", "facilitator"])  # with sessions

    with connection.cursor() as cursor:
        held = every_text(cursor)

    found = {
        f"{name} in {column}"
        for name, token in tokens.items()
        for column, values in held.items()
        for value in values
        if token in value
    }
    assert len(held) > 100
    assert found == set()
