"""Whoever reads the database or the log can open nothing: no table and no line holds a token of a link."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.db import connection

from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of
from tests.permissions.crawl import BY_LINK
from tests.permissions.table import TABLE

pytestmark = [pytest.mark.long, pytest.mark.walk]


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


def test_no_line_of_the_log_holds_a_token_nor_does_a_page_send_one_on(world):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(line_formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    tokens = tokens_of(world)

    try:
        client = clients_of(world, ["anonymous"])["anonymous"]
        for row in TABLE:
            if row.name in BY_LINK:
                url = addresses.url_of(row.name, row.arguments, world)
                for method in ("GET", "POST"):
                    response = ask(client, method, url)
                    assert response["Referrer-Policy"] == "strict-origin"
                ask(client, "GET", url.replace("/", "//", 1))  # not found, which is a line of the log
                root.warning("Could not answer %s", url)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)

    assert "Could not answer" in written.getvalue()
    assert [name for name, token in tokens.items() if token in written.getvalue()] == []


def line_formatter() -> logging.Formatter:
    """The formatter that the settings give to every handler."""
    of_settings = {**settings.LOGGING["formatters"]["line"]}
    return logging.config.DictConfigurator(settings.LOGGING).configure_formatter(of_settings)
