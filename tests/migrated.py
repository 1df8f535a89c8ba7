"""The tables of the tests: made by the migrations once, and copied for every process and run that has the same ones.

Making them takes longer than most tests. They are kept in var/test, known by everything that they are made from; a whole
`make test` begins with none. What the applications lay down after each `migrate` is laid down anew.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from scripts.services import postgresql_programs
from tests.databases import create, exists, rename, use_database

KEPT = Path(__file__).resolve().parent.parent / "var" / "test" / "migrated"
MADE_FROM = ("migrations/*.py", "database_rules.py")  # in the folder of an app


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The database of this process, in place of pytest-django's own, which runs every migration."""
    with django_db_blocker.unblock():
        create(connection.creation._get_test_db_name(), like=migrated())
        made = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def migrated() -> str:
    """The name of a database with every table and no row but those of migrations; the first who asks makes it."""
    name = f"migrated_{_digest()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        name = str(KEPT / f"{name}.sqlite3")
    with (KEPT / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not exists(name):
            _make(name)
    return name


def _make(name: str) -> None:
    unfinished = f"{name}_unfinished"
    create(unfinished)
    dump = KEPT / f"{name}.dump"  # a server of the tests keeps nothing itself
    if connection.vendor == "postgresql" and dump.exists():
        _ask_postgresql("pg_restore", "--no-owner", f"--dbname={unfinished}", str(dump))
    else:
        with use_database(unfinished):
            call_command("migrate", verbosity=0)
        if connection.vendor == "postgresql":
            _ask_postgresql("pg_dump", "--format=custom", f"--file={dump}.unfinished", unfinished)
            Path(f"{dump}.unfinished").replace(dump)
    rename(unfinished, to=name)


def _ask_postgresql(program: str, *arguments: str) -> None:
    at = connection.settings_dict
    server = [f"--host={at['HOST']}", f"--port={at['PORT']}", f"--username={at['USER']}"]
    environment = {**os.environ, "PGPASSWORD": at["PASSWORD"]}
    subprocess.run([postgresql_programs() / program, *server, *arguments], check=True, env=environment)


def _digest() -> str:
    found = hashlib.sha256(f"{sys.version} {django.VERSION}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for pattern in MADE_FROM:
            for path in sorted(Path(app.path).glob(pattern)):
                found.update(f"{app.name} {path.name}".encode() + path.read_bytes())
    return found.hexdigest()[:16]
