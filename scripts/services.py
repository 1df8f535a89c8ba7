"""Runs a command with a PostgreSQL and a Redis of its own, on free ports, with nothing kept afterwards.

    services.py run -- command ...

The command finds them in DATABASE_URL and REDIS_URL. Works as root (the database then runs as `postgres` or
`nobody`) and as anyone else. Uses the standard library only.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUICK = ["-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]


def main() -> int:
    if sys.argv[1:3] != ["run", "--"] or len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="copsite-", dir="/tmp", ignore_cleanup_errors=True)
        )
        environment = {
            **os.environ,
            "DATABASE_URL": stack.enter_context(postgresql(Path(folder))),
            "REDIS_URL": stack.enter_context(redis(Path(folder))),
        }
        return wait_for(subprocess.Popen(sys.argv[3:], env=environment))


def wait_for(command: subprocess.Popen) -> int:
    """Wait for the command to end, passing Ctrl-C and SIGTERM on to it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: command.send_signal(number))
    code = command.wait()
    return code if code >= 0 else 128 - code


@contextlib.contextmanager
def postgresql(folder: Path):
    """Run a database server in `folder`, and yield the URL of its empty database."""
    programs = postgresql_programs()
    port, data = free_port(), folder / "pg"
    data.mkdir()
    options = {"cwd": data, "stdout": subprocess.DEVNULL, **_account(folder, data)}
    initdb = [programs / "initdb", "-D", data / "db", "-U", "copsite", "-A", "trust", "-N"]
    initdb += ["-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(initdb, check=True, **options)
    command = [programs / "postgres", "-D", data / "db", "-k", data, "-h", "127.0.0.1", "-p", str(port)]
    command += QUICK
    log = folder / "postgres.log"
    with log.open("w") as errors, server(command, signal.SIGINT, stderr=errors, **options):
        create = [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "copsite", "copsite"]
        until(lambda: subprocess.run(create, stderr=subprocess.DEVNULL, **options).returncode == 0, log)
        yield f"postgres://copsite@127.0.0.1:{port}/copsite"


def _account(folder: Path, data: Path) -> dict:
    """Return the account to run as, because PostgreSQL refuses to run as root, and give it the folder `data`."""
    if os.geteuid() != 0:
        return {}
    owner = next(entry for entry in pwd.getpwall() if entry.pw_name in ("postgres", "nobody"))
    os.chown(data, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def postgresql_programs() -> Path:
    """Return the folder with the programs of the newest PostgreSQL server here."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda path: float(path.parent.name))
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")


@contextlib.contextmanager
def redis(folder: Path):
    """Run a Redis in `folder`, and yield its URL."""
    program = shutil.which("redis-server")
    if not program:
        raise SystemExit("Redis is not installed: apt-get install redis-server")
    port, log = free_port(), folder / "redis.log"
    command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    command += ["--databases", "64", "--dir", str(folder), "--logfile", str(log)]
    with server(command, signal.SIGTERM, stdout=subprocess.DEVNULL):
        until(lambda: answers(port), log)
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def server(command: list, stop: signal.Signals, **options):
    """Run a server in a session of its own, so that Ctrl-C reaches the tests first. Stop it with the signal `stop`."""
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_us, **options)
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_with_us() -> None:
    """On Linux, end this process when its parent ends, even if the parent is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def until(ready, log: Path) -> None:
    """Wait until `ready` is true. After 30 seconds, exit with the server's log."""
    end = time.monotonic() + 30
    while not ready():
        if time.monotonic() > end:
            raise SystemExit(
                f"A test server did not start. It said:\n{log.read_text() if log.exists() else 'nothing'}"
            )
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Return whether something listens on the port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
