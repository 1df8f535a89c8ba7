"""Pages about Copsite itself, and what a health check hears."""

import pytest
from django.db import OperationalError, connection

from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def test_a_health_check_hears_ok_and_nothing_else(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (
        200,
        b"ok",
        "text/plain; charset=utf-8",
    )


def test_a_health_check_fails_without_the_database(client, monkeypatch):
    client.raise_request_exception = False

    def gone():
        raise OperationalError("went away")

    monkeypatch.setattr(connection, "cursor", gone)

    answer = client.get("/healthz")

    assert answer.status_code == 500
    assert b"went away" not in answer.content


@pytest.mark.parametrize("page", ["confidentiality", "accessibility"])
def test_anybody_can_read_how_words_are_kept_and_who_is_kept_in_mind(client, page):
    stranger = client.get(f"/{page}/")
    client.force_login(UserFactory())
    member = client.get(f"/{page}/")

    assert (stranger.status_code, member.status_code) == (200, 200)
    for other in ("confidentiality", "accessibility"):
        assert f'href="/{other}/"' in stranger.content.decode()


@pytest.mark.parametrize("page", ["/confidentiality/", "/accessibility/", "/healthz"])
def test_reading_is_all_that_can_be_done_there(client, page):
    assert client.post(page).status_code == 405
