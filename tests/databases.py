"""Databases beside the one of the test process: made, copied, used for a while and taken away."""

import contextlib
import os
import shutil

from django.db import connection


@contextlib.contextmanager
def a_copy(*, of: str):
    """A copy of the database `of` is the database of this process, until it is taken away again."""
    name = f"{of}_of_{os.getpid()}"
    create(name, like=of)
    try:
        with use_database(name):
            yield
    finally:
        drop(name)


@contextlib.contextmanager
def use_database(name: str):
    """Everything that this process asks goes to the database `name`."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def create(name: str, *, like: str = "") -> None:
    """Make the database `name` anew: empty, or as `like` is."""
    drop(name)
    if connection.vendor != "sqlite":
        administer(f'CREATE DATABASE "{name}" TEMPLATE "{like or "template0"}"')
    elif like:
        shutil.copyfile(like, name)


def exists(name: str) -> bool:
    """Whether there is a database `name`."""
    if connection.vendor == "sqlite":
        return os.path.exists(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def rename(name: str, *, to: str) -> None:
    """Call the database `name`, which nobody uses, by the name `to`."""
    if connection.vendor == "sqlite":
        os.replace(name, to)
    else:
        administer(f'ALTER DATABASE "{name}" RENAME TO "{to}"')


def drop(name: str) -> None:
    """Take the database `name` away, whether it is there or not."""
    if connection.vendor == "sqlite":
        for path in (name, f"{name}-wal", f"{name}-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
    else:
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def administer(statement: str) -> None:
    """Tell the PostgreSQL server `statement` outside of any test database."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
