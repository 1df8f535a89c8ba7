"""The worlds that `bench_pages` measures in: made once, kept in var/bench, and used in turns by one process."""

import contextlib
import hashlib
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import bench_rows
import time_machine
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.utils import timezone

from benchmark.size import Size
from benchmark.world import make_world
from tests.databases import create, exists, rename, use_database
from tests.migrated import migrated
from tests.permissions.addresses import url_of
from tests.permissions.table import TABLE

KEPT = Path(__file__).resolve().parent.parent / "var" / "bench"
NOW = timezone.make_aware(datetime(2026, 3, 12, 12, 0))
SITES, MEMBERS_OF_A_SITE, CASES_OF_A_SITE = 60, 10, 10  # at most, each, at least
MOST_TELLING = (
    "facilitator presenter member broker team commissioner adviser anonymous facilitator_elsewhere".split()
)
EVERY_ROLE = {"home", "search", "library:library", "case_list", "issue_list", "notices:waiting"}
MADE_FOR_PAPER = ("pdf", "docx")  # what they cost is the typesetting's
MORE = {  # further questions of an address, by what the table would call them
    ("library:library", "a common word"): "?q=housing",
    ("library:library", "two words"): "?q=housing+landlord",
    ("library:library", "a page far on"): "?page=4",
    ("search", "a common word"): "?q=housing",
    ("case_list", "by state"): "?state=presented",
    ("case_list", "of one site"): "?site=lm1",
    ("knowledge:evidence_list", "a common word"): "?q=housing",
}


class Measured(CursorWrapper):
    """A cursor that notes how long each statement took, with reading its rows."""

    def execute(self, sql, params=None):
        return self._noted(sql, super().execute, sql, params)

    def executemany(self, sql, param_list):
        return self._noted(sql, super().executemany, sql, param_list)

    def fetchone(self):
        return self._noted("", self.cursor.fetchone)

    def fetchmany(self, *size):
        return self._noted("", self.cursor.fetchmany, *size)

    def fetchall(self):
        return self._noted("", self.cursor.fetchall)

    def _noted(self, sql: str, work, *arguments):
        began = time.perf_counter()
        try:
            return work(*arguments)
        finally:
            took, statements = time.perf_counter() - began, self.db.statements
            if sql:
                statements.append((took, sql))
            elif statements:
                statements[-1] = (statements[-1][0] + took, statements[-1][1])


class World:
    """A world in a database of its own, with one client for each role."""

    def __init__(self, cases: int, database: str) -> None:
        self.cases = cases
        self.connection = connection.copy()
        self.connection.settings_dict["NAME"] = database
        self.connection.statements = self.statements = []
        self.connection.make_cursor = lambda cursor: Measured(cursor, self.connection)
        with self.is_used():
            self.rows = bench_rows.Rows(NOW)
            self.clients = {role: self._client(user) for role, user in self.rows.users.items()}

    @contextlib.contextmanager
    def is_used(self) -> Iterator[None]:
        """Everything that this process asks is asked here, at noon of the day for which the world was made."""
        usual = connections["default"]
        connections["default"] = self.connection
        try:
            with time_machine.travel(NOW):
                yield
        finally:
            connections["default"] = usual

    def url_of(self, name: str, role: str) -> str | None:
        """Return the address of a page, or None where the world has no row for it."""
        address, _, what = name.partition(" / ")
        more = MORE.get((address, what), "")
        row = next(row for row in TABLE if row.name == address and (more or row.what == what))
        try:
            return url_of(address, row.arguments, self.rows) + more
        except (AttributeError, ObjectDoesNotExist, KeyError, IndexError):
            return None

    def get(self, url: str, role: str) -> tuple[int, int]:
        """Return the status and the number of bytes of an answer."""
        cache.clear()
        response = self.clients[role].get(url)
        body = b"".join(response) if response.streaming else response.content
        return response.status_code, len(body)

    def _client(self, user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client


def pages_of_the_table(roles: list[str]) -> list[tuple[str, str]]:
    """Return what to ask for, and as whom: as the roles that use a page, and as a visitor where everybody may see it."""
    found = []
    for row in TABLE:
        shown = [role for role, sign in zip(roles, row.get.split(), strict=True) if sign == "+"]
        wanted = [role for role in MOST_TELLING if role in shown]
        is_page = not any(word in row.name for word in MADE_FOR_PAPER) and not row.name.startswith(
            "demonstration:"
        )
        if wanted and is_page:
            some = (
                wanted
                if row.name in EVERY_ROLE
                else [wanted[0], *(["anonymous"] if "anonymous" in wanted[1:] else [])]
            )
            names = [f"{row.name} / {row.what}" if row.what else row.name]
            names += [f"{address} / {what}" for address, what in MORE if address == row.name]
            found += [(name, role) for name in names for role in some]
    return found


def world_of(cases: int, *, seed: int) -> World:
    """Return the world with so many cases, which is made where nobody has made the same one before.

    A small one has fewer sites, so that a site has as much to show as elsewhere.
    """
    sites = max(1, min(SITES, cases // CASES_OF_A_SITE))
    size = Size(sites=sites, members=sites * MEMBERS_OF_A_SITE, cases=cases, now=NOW)
    KEPT.mkdir(parents=True, exist_ok=True)
    name = f"bench_{cases}_{_digest(seed)}"
    database = str(KEPT / f"{name}.sqlite3") if connection.vendor == "sqlite" else name
    if not exists(database):
        unfinished = f"{database}_unfinished"
        create(unfinished, like=migrated())
        with use_database(unfinished), time_machine.travel(NOW):
            began = time.perf_counter()
            rows = make_world(size, seed=seed)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")  # as autovacuum does by itself; SQLite is left as it is used
            print(
                f"a world of {cases:,} cases, {rows:,} rows: made in {time.perf_counter() - began:.0f} s",
                flush=True,
            )
        rename(unfinished, to=database)
    return World(cases, database)


def _digest(seed: int) -> str:
    found = hashlib.sha256(f"{Path(migrated()).stem} {seed} {NOW}".encode())
    for path in sorted((KEPT.parent.parent / "benchmark").glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
