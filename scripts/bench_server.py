"""A web server for a measure over HTTP: gunicorn on the database that is used now."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def gunicorn(
    application: str, *, workers: int, threads: int, environment: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Run `application` and yield the port that it answers at and the id of its first process. SystemExit if it does not
    start within half a minute.
    """
    from django.conf import settings
    from django.db import connection

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    command = [
        Path(sys.executable).with_name("gunicorn"), application, "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
        "--threads", str(threads), "--worker-class", "gthread", "--keep-alive", "5", "--log-level", "warning",
        "--no-control-socket",
    ]  # fmt: skip
    variables = {
        **os.environ,
        "DATABASE_URL": url,
        "COPSITE_TEST_SCRATCH": str(settings.SCRATCH),
        **environment,
    }
    connection.close()
    process = subprocess.Popen(command, cwd=ROOT, env=variables)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server for the measure did not start.")
