"""No line of the log holds the token of a link, whether it is in an address, an argument or a traceback."""

import io
import logging
import logging.config

import pytest
from django.conf import settings

from kit import signed_links
from kit.logs import without_secrets

TOKENS = [
    signed_links.sign(4611686018427387903, salt="a"),
    signed_links.sign(7, 17, salt="a"),
    signed_links.sign(0, 6, 1795600800064, salt="a"),
]


@pytest.fixture
def log():
    """Where the handler of the settings writes, at DEBUG."""
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        {**settings.LOGGING["formatters"]["line"]}
    )
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter)
    logger = logging.getLogger("tests.logs")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield logger, handler.stream
    logger.removeHandler(handler)


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_is_hidden_wherever_it_stands(log, token):
    logger, written = log

    logger.warning("Not Found: /calendar/reply/%s/", token)
    logger.debug("GET /calendar/%s.ics HTTP/1.1", token)
    logger.info("Referer: http://testserver/next-steps/mine/%s/?a=b", token)
    try:
        raise ValueError(f"no row for {token}")
    except ValueError:
        logger.exception("Could not open %r", (token,))

    lines = written.getvalue()
    assert token not in lines
    assert token.rpartition("-")[2] not in lines
    assert lines.count("[hidden]") == 5


def test_the_key_of_a_new_password_is_hidden():
    line = without_secrets("POST /accounts/password/reset/key/1f-cqxyz-0123456789abcdef/ 200")

    assert line == "POST /accounts/password/reset/key/[hidden]/ 200"


@pytest.mark.parametrize(
    "line", ["2026-11-28 10:00:00 WARNING kit: 3 of 17", "GET /meetings/4/room/ 200", "SHA-256 of 64 letters"]
)
def test_other_lines_stay_as_they_are(line):
    assert without_secrets(line) == line
