"""With every logger at DEBUG, no line holds a word of a case, a token or a password."""

import io
import logging
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kit.errors import RefusedError
from kit.logs import HIDDEN as LEFT_OUT
from kit.logs import SecretFormatter, WithoutContents
from members.models import User
from tests.factories.members import PASSWORD
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of
from tests.permissions.crawl import BY_LINK
from tests.permissions.table import TABLE

WRONG = "Wrong-Passw0rd-zqx"
CRAWLERS = ["anonymous", "facilitator", "commissioner"]


class Lines:
    """What the handler of the settings writes, with everything logged."""

    def __init__(self):
        self.out = io.StringIO()
        self.handler = logging.StreamHandler(self.out)
        self.handler.setFormatter(_formatter())
        assert settings.LOGGING["handlers"]["console"]["filters"] == ["without contents"]
        self.handler.addFilter(WithoutContents())

    def __enter__(self):
        root = logging.getLogger()
        self.before = {name: (logger.level, logger.propagate) for name, logger in _loggers()}
        for _, logger in _loggers():
            logger.setLevel(logging.DEBUG)
            logger.propagate = True
        self.level = root.level
        root.setLevel(logging.DEBUG)
        root.addHandler(self.handler)
        return self

    def __exit__(self, *exc):
        root = logging.getLogger()
        root.removeHandler(self.handler)
        root.setLevel(self.level)
        for name, (level, propagate) in self.before.items():
            logging.getLogger(name).setLevel(level)
            logging.getLogger(name).propagate = propagate

    @property
    def text(self) -> str:
        return self.out.getvalue()


def _loggers():
    found = logging.Logger.manager.loggerDict.items()
    return [(name, logger) for name, logger in found if isinstance(logger, logging.Logger)]


def _formatter() -> logging.Formatter:
    written = dict(settings.LOGGING["formatters"]["line"])
    assert written.pop("()") == "kit.logs.SecretFormatter"
    return SecretFormatter(written["format"], style=written["style"])


@pytest.fixture
def lines():
    with Lines() as lines:
        yield lines


def tokens_of(world) -> set[str]:
    """Every token of a link that the world has."""
    urls = [addresses.url_of(row.name, row.arguments, world) for row in TABLE if row.name in BY_LINK]
    return {url.partition("?")[0].removesuffix(".ics").strip("/").rpartition("/")[2] for url in urls}


def send(client, url: str) -> None:
    """Send words that nobody may read in a log to an address; what that did, and who is signed in, is undone."""
    cache.clear()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        client.post(
            url, dict.fromkeys(["words", "text", "title", "name", "reason", "email"], "zqxupdate " * 5)
        )
        transaction.set_rollback(True)
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value


@pytest.mark.walk
def test_no_log_line_at_any_level_holds_a_secret_or_a_word_of_a_case(world, lines):
    """Every page by GET and by POST, as three people; then signing in, a forgotten password, and links."""
    clients = clients_of(world, CRAWLERS)
    for role, client in clients.items():
        for row in TABLE:
            url = addresses.url_of(row.name, row.arguments, world)
            ask(client, "GET", url)
            if role == "facilitator":
                send(client, url)
    person = User.objects.exclude(email="").first()
    visitor = Client()
    for password in (WRONG, PASSWORD):
        visitor.post(reverse("account_login"), {"login": person.email, "password": password})
    visitor.post(reverse("account_reset_password"), {"email": person.email})
    for token in tokens_of(world):
        for path in (f"/invitations/{token}/", f"/next-steps/mine/{token}x/", f"/nowhere/{token * 4}/"):
            visitor.get(path)

    logged = lines.text

    assert len(logged.splitlines()) > 100
    assert "Not Found" in logged
    assert world.planted.canaries_in(logged.encode()) == set()
    assert [secret for secret in (WRONG, PASSWORD, *tokens_of(world)) if secret in logged] == []
    assert visitor.session.session_key not in logged


def test_a_refused_request_is_logged(client, db, lines):
    client.get("/nowhere/at/all/")
    Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})

    assert "WARNING django.request: Not Found: /nowhere/at/all/" in lines.text
    assert "WARNING django.security.csrf" in lines.text


def test_an_error_is_logged_without_what_was_typed(lines):
    try:
        raise IntegrityError(
            'null value in column "x"\nDETAIL:  Failing row contains (7, the words\nof a case).\n'
        )
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/cases/7/")

    assert "Internal Server Error: /cases/7/" in lines.text
    assert "null value in column" in lines.text
    assert f"DETAIL: {LEFT_OUT}" in lines.text
    assert "the words" not in lines.text
    assert "of a case" not in lines.text


@pytest.mark.parametrize("error", [PermissionDenied, RefusedError, ValidationError])
def test_a_sentence_for_a_person_is_in_no_traceback(lines, error):
    sentence = "Ruth Adeyemi writes this herself."
    try:
        raise error(sentence)
    except error:
        logging.getLogger("django.request").warning("Forbidden: %s", "/me/", exc_info=True)

    assert error.__name__ in lines.text
    assert "Ruth Adeyemi" not in lines.text


def test_no_address_makes_a_line_of_its_own(client, db, lines):
    client.get("/nowhere/%0A2026-01-01 10:00:00 ERROR django.request: forged/")
    logging.getLogger("kit").warning("typed: %s", "one\u2028two\rthree\nfour")

    assert not [line for line in lines.text.splitlines() if line.startswith("2026-01-01 10:00:00 ERROR")]
    assert "typed: one two three four" in lines.text


@pytest.mark.parametrize("length", [32, 43, 64])
def test_what_looks_like_a_token_is_left_out_of_any_line(lines, length):
    logging.getLogger("kit").info("came by %s", "aB3-_" * 13)
    logging.getLogger("kit").info("came by %s", "x" * length)

    assert lines.text.count(LEFT_OUT) == 2


@pytest.mark.parametrize("name", ["django.template", "django.db.backends", "django.db.backends.schema"])
def test_what_a_page_or_a_query_holds_is_not_written_even_at_debug(lines, name):
    logging.getLogger(name).debug("the context: %s", "words of a case")
    logging.getLogger(name).warning("a warning")

    assert "words of a case" not in lines.text
    assert "a warning" in lines.text


def test_the_settings_of_logging_can_be_used():
    dictConfig({**settings.LOGGING, "incremental": False, "root": {"handlers": [], "level": "WARNING"}})
