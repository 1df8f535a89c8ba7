"""Signing out: here, everywhere, and what the browser then clears."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

EVERYWHERE = "members:sign_out_everywhere"


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def is_signed_in(client) -> bool:
    return client.get(reverse("members:my_details")).status_code == 200


def test_signing_out_everywhere_ends_every_session_of_that_person_alone(ruth):
    here, phone, other = signed_in(ruth), signed_in(ruth), signed_in(UserFactory())

    answer = here.post(reverse(EVERYWHERE), follow=True)

    assert "signed out everywhere" in answer.content.decode()
    assert [is_signed_in(client) for client in (here, phone, other)] == [False, False, True]


def test_who_signed_out_everywhere_can_sign_in_again(ruth):
    signed_in(ruth).post(reverse(EVERYWHERE))
    client = Client()

    client.post("/accounts/login/", {"login": ruth.email, "password": PASSWORD})

    assert is_signed_in(client)


def test_a_visitor_signs_nobody_out(client, ruth):
    assert client.post(reverse(EVERYWHERE)).url.startswith("/accounts/login/")
    ruth.refresh_from_db()
    assert ruth.signed_out_at is None


@pytest.mark.parametrize("name", ["account_logout", EVERYWHERE])
@pytest.mark.parametrize(("said", "cleared"), [({"nothing_unsent": "yes"}, '"cache", "storage"'), ({}, None)])
def test_the_browser_clears_what_it_stored_once_nothing_waits_to_be_sent(ruth, name, said, cleared):
    answer = signed_in(ruth).post(reverse(name), said)

    assert answer.status_code == 302
    assert answer.get("Clear-Site-Data") == cleared


def test_the_page_that_asks_clears_nothing(ruth):
    assert "Clear-Site-Data" not in signed_in(ruth).get(reverse("account_logout"), {"nothing_unsent": "yes"})
