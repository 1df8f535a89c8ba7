"""What every test stands on: a clean cache, files of its own, no network beyond this machine, a real worker on demand."""

import gc
import importlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.apps import apps
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.db.models.sql.compiler import SQLCompiler

from kit.prepared import Prepared
from tests.mail_in_requests import _watch_requests_and_mail, mail_in_requests  # noqa: F401
from tests.people import People, cast

ROOT = Path(__file__).resolve().parent.parent
NUMBERS = itertools.count(1)
BY_HTTP = {"client", "signed_in"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "demonstration", "_demonstration_template"}
pytest_plugins = ["tests.chance", "tests.migrated", "tests.filled"]


def pytest_collection_modifyitems(items):
    """Mark the tests that ask the database, which no other test may; and begin with those that take longest."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.sql)
            if BY_HTTP & set(item.fixturenames) and not item.get_closest_marker("both"):
                item.add_marker(pytest.mark.page)
        marks = {each.name for each in item.iter_markers()}
        if (marks & {"walk", "page"} and "strict" in marks) or {"walk", "worker"} <= marks:
            raise pytest.UsageError(f"{item.nodeid} would run in no part: scripts/test.py")
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish():
    """What is loaded by now stays: looking through it again for what is not needed any more took a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _own_files_and_cache(settings, request):
    """Uploads and PDFs go to a folder of the test, unless a worker process must find them; rate limits start anew."""
    if "worker" not in request.fixturenames:
        settings.MEDIA_ROOT = settings.SCRATCH / f"media-{next(NUMBERS)}"
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _sockets_only_to_this_machine():
    """A test that would talk to the outside fails, whatever it talks to."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {host}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _counted_rows_have_an_order():
    """A query that counts per row without a chosen order fails: on PostgreSQL its rows would come in any order."""
    get_group_by = SQLCompiler.get_group_by

    def guarded(self, select, order_by):
        grouped = get_group_by(self, select, order_by)
        if grouped and self._meta_ordering and not self.query.subquery:
            raise AssertionError(
                f"Say the order of these {self.query.model.__name__} rows: in_usual_order()."
            )
        return grouped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "get_group_by", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _what_cannot_be_prepared_is_refused():
    """A query that would be asked as it is built instead fails, and so does one that is another one on another day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "is_strict", True)
        yield


@pytest.fixture(autouse=True, scope="session")
def _vocabularies_stay():
    """Fill the vocabularies again after a test that empties every table: the tests after it find what migrations made."""
    vocabularies = importlib.import_module("cases.migrations.0002_vocabularies")
    case_management = importlib.import_module("cases.migrations.0004_vocabularies_in_the_browser")
    issue_themes = importlib.import_module("cases.commissioning.migrations.0002_issue_themes")

    def fill(sender, **kwargs):
        vocabularies.add_vocabularies(apps, None)
        case_management.add_case_management(apps, None)
        issue_themes.add_themes(apps, None)

    post_migrate.connect(fill, sender=apps.get_app_config("cases"))
    yield
    post_migrate.disconnect(fill, sender=apps.get_app_config("cases"))


@pytest.fixture(autouse=True, scope="session")
def _own_queue():
    """With Redis, each parallel test process has a queue of its own."""
    from copsite.celery import app

    url = os.environ.get("REDIS_URL")
    if url:
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        app.conf.broker_url = f"{url.rsplit('/', 1)[0]}/{int(number) + 1}"


@pytest.fixture(autouse=True, scope="session")
def _signing_in_confirms():
    """`force_login` stands for the sign-in form, after which nobody is asked again who they are."""

    def record(sender, request, user, **kwargs):
        if getattr(request, "session", None) is not None and not get_authentication_records(request, user):
            record_authentication(request, user, method="password")

    user_logged_in.connect(record, dispatch_uid="signing in confirms")
    yield
    user_logged_in.disconnect(dispatch_uid="signing in confirms")


@pytest.fixture
def people(db) -> People:
    """A site, its neighbour, and everybody who has to do with them."""
    return cast()


@pytest.fixture
def signed_in(client, people):
    """`signed_in("broker")`: the test client as that person; `signed_in("visitor")` as nobody."""

    def sign_in(role: str):
        if role == "visitor":
            client.logout()
        else:
            client.force_login(people.user(role))
        return client

    return sign_in


@pytest.fixture
def eventually():
    """`eventually(question)`: ask until the answer is true, and return it; fail after some seconds."""

    def ask(question, seconds: float = 30):
        end = time.monotonic() + seconds
        while not (answer := question()):
            if time.monotonic() > end:
                pytest.fail(f"Still not so after {seconds} seconds")
            time.sleep(0.05)
        return answer

    return ask


class _Letters(Message):
    """Keeps what arrives. An address that begins with `bounce` is refused for good, one with `busy` for now."""

    def __init__(self):
        super().__init__()
        self.letters = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("bounce"):
            return "550 No such person here"
        if address.startswith("busy"):
            return "450 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message):
        self.letters.append(message)


@pytest.fixture(scope="session")
def _mail_server():
    handler = _Letters()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def smtp(_mail_server, settings):
    """The letters that a real mail server took, as `email.message.Message`; this process and the worker send to it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _mail_server.port
    letters = _mail_server.handler.letters
    letters.clear()
    return letters


@pytest.fixture(scope="session")
def _worker_process(django_db_setup, django_db_blocker, _mail_server, _own_queue):
    """A Celery worker in a process of its own, on the database, queue, files and mail server of this test process."""
    from django.conf import settings

    from copsite.celery import app

    if not os.environ.get("REDIS_URL"):
        pytest.fail("Tests with a worker need Redis: run them by `make test`, or with scripts/services.py")
    log = Path(settings.SCRATCH) / "worker.log"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "copsite.settings.testing",
        "DATABASE_URL": _database_url(),
        "REDIS_URL": app.conf.broker_url,
        "COPSITE_TEST_SCRATCH": str(settings.SCRATCH),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(_mail_server.port),
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "copsite.celery",
        "worker",
        "--concurrency=1",
        "--loglevel=INFO",
    ]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    end = time.monotonic() + 120  # a busy machine takes its time
    while " ready." not in log.read_text():
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"The worker did not start:\n{log.read_text()}")
        time.sleep(0.1)
    process.send_signal(signal.SIGSTOP)
    yield process, log
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _database_url() -> str:
    """The URL of the test database that this process uses."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    login = f"{values['USER']}:{values['PASSWORD']}".rstrip(":")
    return f"postgres://{login}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


@pytest.fixture
def worker(transactional_db, _worker_process, settings):
    """A real worker that does what this test queues. Gives the path of its log.

    It sleeps during every other test, so that it does nothing behind a test that does its work by itself.
    """
    from copsite.celery import app

    process, log = _worker_process
    settings.MEDIA_ROOT = settings.SCRATCH / "media"
    app.control.purge()  # what was queued while it slept
    process.send_signal(signal.SIGCONT)
    yield log
    _finish(app)
    process.send_signal(signal.SIGSTOP)


def _finish(app) -> None:
    """Wait until the worker has nothing in hand: what it still did would lock the tables that are emptied next."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        app.control.purge()
        asked = app.control.inspect(timeout=10, limit=1)
        if not any(asked.active().values()) and not any(asked.reserved().values()):
            return
        time.sleep(0.1)
    pytest.fail("The worker is still busy a minute after the test")
