"""The demonstration as a database of its own: loaded once in a run, and copied for whoever tests with it."""

import contextlib
import fcntl

import pytest
from django.db import connection

from demonstration.loading import SLUGS, load
from tests.chance import the_clock
from tests.databases import a_copy, create, use_database
from tests.migrated import migrated


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, _demonstration_template):
    """Both programmes of the demonstration, for all tests of a module: what each writes is rolled back as ever."""
    with django_db_blocker.unblock(), a_copy(of=_demonstration_template(real_time=False)):
        yield


@pytest.fixture
def live_demonstration(live_server, django_db_blocker, _demonstration_template):
    """Both programmes of the demonstration behind a live server, for one test."""
    with django_db_blocker.unblock(), a_copy(of=_demonstration_template(real_time=True)):
        yield


@pytest.fixture(scope="session")
def _demonstration_template(request, tmp_path_factory, worker_id):
    """`template(real_time=False)`: the name of the database that the first who asks fills, in whichever process."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder if worker_id == "master" else folder.parent

    def template(*, real_time: bool) -> str:
        name = f"demonstration_{'now' if real_time else 'then'}"
        clock = contextlib.nullcontext() if real_time else the_clock(request.config)
        with (shared / f"{name}.lock").open("w") as lock, clock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            database = str(shared / name) if connection.vendor == "sqlite" else f"test_{name}"
            is_filled = shared / f"{name}.filled"
            if not is_filled.exists():
                _fill(database)
                is_filled.touch()
        return database

    return template


def _fill(database: str) -> None:
    create(database, like=migrated())
    with use_database(database):
        for slug in SLUGS:
            load(slug)
