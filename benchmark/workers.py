"""What sends mail, in processes that can be killed: a Celery worker beside Redis, or web, worker and beat in one on SQLite."""

import contextlib
import ctypes
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


class Workers:
    """Processes that send the mail of this database to a mail server at `port`. Leaving the block ends them."""

    command: list[str]
    hears_bells = True  # whether a task can be sent to them from here

    def __init__(self, port: int, patience: float):
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "copsite.settings.testing",
            "DATABASE_URL": url_of_database(),
            "COPSITE_TEST_SCRATCH": str(settings.SCRATCH),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(port),
            "EMAIL_TIMEOUT": str(patience),
        }
        self.log = Path(settings.SCRATCH) / "chaos.log"
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Workers":
        self.keep_going()
        return self

    def __exit__(self, *args) -> None:
        self.kill_all()

    def keep_going(self) -> None:
        """Start them where they do not run."""
        if self.process is None or self.process.poll() is not None:
            with self.log.open("a") as log:
                self.process = subprocess.Popen(
                    self.command,
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def kill(self, chance: random.Random) -> None:
        """Kill one of them without a warning."""
        self.kill_all()

    def kill_all(self) -> None:
        """Kill the whole tree of processes at once, and wait until it is gone."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def flush(self) -> bool:
        """Forget every task that is queued, and return whether there is a queue to forget."""
        return False

    def pause(self, chance: random.Random, *, seconds: float) -> bool:
        """Let one of them sleep in the middle of what it does, and return whether there was one."""
        return False


class CeleryWorkers(Workers):
    """A Celery worker with two processes, which takes its tasks from Redis. Most often one of the two is killed; the worker
    has another at once.
    """

    command = [
        sys.executable, "-m", "celery", "-A", "copsite.celery", "worker", "--concurrency=2", "--loglevel=WARNING",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip

    def __init__(self, port: int, patience: float):
        super().__init__(port, patience)
        self.environment["REDIS_URL"] = current_app.conf.broker_url

    def __exit__(self, *args) -> None:
        super().__exit__(*args)
        self.flush()

    def kill(self, chance: random.Random) -> None:
        """Kill one of the two processes, or once in twenty times the worker with both."""
        children = self._children()
        if not children or chance.random() < 0.05:
            self.kill_all()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(children), signal.SIGKILL)

    def flush(self) -> bool:
        """Empty the queue of this run in Redis."""
        current_app.control.purge()
        return True

    def pause(self, chance: random.Random, *, seconds: float) -> bool:
        """Stop one of the two processes for so long, and let it go on."""
        children = self._children()
        if not children:
            return False
        child = chance.choice(children)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(child, signal.SIGCONT)
        return True

    def _children(self) -> list[int]:
        if self.process is None:
            return []
        pid = self.process.pid
        with contextlib.suppress(FileNotFoundError):
            return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []


class EmbeddedWorkers(Workers):
    """Web, worker and beat as `make run` has them, in one tree of processes with the queue in its memory. All of it is killed."""

    hears_bells = False
    command = [
        str(Path(sys.executable).with_name("gunicorn")), "copsite.wsgi", "--config", str(ROOT / "copsite" / "embedded.py"),
    ]  # fmt: skip

    def __init__(self, port: int, patience: float):
        super().__init__(port, patience)
        self.environment.pop("REDIS_URL", None)
        self.environment["PORT"] = "0"  # nobody visits it


def _end_with_us() -> None:
    """On Linux, end this process when its parent ends, even if the parent is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def url_of_database() -> str:
    """Return the URL of the database that this process uses."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    login = f"{values['USER']}:{values['PASSWORD']}".rstrip(":")
    return f"postgres://{login}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
