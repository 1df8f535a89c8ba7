import os
from copy import deepcopy

import pytest
import time_machine
from django.db import connection
from django.test import override_settings

from tests.databases import create, drop, use_database
from tests.migrated import migrated
from tests.permissions.world import NOW, build
from tests.races.pressing import restore, state


@pytest.fixture(scope="module")
def raced(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, the name of the database that it stands in, and what is in it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    folder = tmp_path_factory.mktemp("races")
    files = override_settings(
        MEDIA_ROOT=folder / "media", EMAIL_BACKEND="kit.mail.KeepingBackend", EMAIL_FILE_PATH=folder / "mail"
    )
    name = f"test_races_{os.getpid()}"
    with django_db_blocker.unblock(), files:
        create(name, like=migrated())
        with use_database(name):
            world, pristine = build(), state()
        yield world, name, pristine, folder
        drop(name)


@pytest.fixture
def copied(raced, settings):
    """The world on the morning of NOW, which the test really changes. Afterwards every row is what it was."""
    world, name, pristine, folder = raced
    settings.MEDIA_ROOT = folder / "media"
    with use_database(name), time_machine.travel(NOW):
        yield deepcopy(world)
        restore(pristine)
