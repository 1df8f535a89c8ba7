"""A second step that facilitators, brokers, the team and admins have to set up, where the programme asks for it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import User
from members.second_step import is_asked_of
from tests.factories.sites import ProgrammeFactory

PAGE = "/me/second-step/"
ASKED = ["facilitator", "elsewhere", "broker", "team"]


@pytest.fixture
def asks(people):
    """The programme asks for a second step."""
    people.programme.asks_second_step = True
    people.programme.save()
    return people


def add_passkey(user):
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})


@pytest.mark.parametrize("role", ASKED)
def test_who_can_read_or_change_much_is_led_to_setting_it_up(signed_in, asks, role):
    answer = signed_in(role).get("/checking/?page=1")

    assert answer.url == f"{PAGE}?next=%2Fchecking%2F%3Fpage%3D1"
    page = signed_in(role).get(answer.url).content.decode()
    assert "Add a passkey" in page
    assert "Do this later" in page


@pytest.mark.parametrize("role", ["member", "presenter", "adviser", "commissioner", "stranger"])
def test_others_are_not_asked(signed_in, asks, role):
    client = signed_in(role)

    assert client.get("/").status_code == 200
    assert client.get(PAGE).url == "/"


@pytest.mark.parametrize("role", ASKED)
def test_nobody_is_asked_where_the_programme_does_not_or_has_ended(signed_in, people, role):
    assert not is_asked_of(people.user(role))
    people.programme.asks_second_step = True
    people.programme.ended_on = timezone.localdate()
    people.programme.save()

    assert not is_asked_of(people.user(role))
    assert signed_in(role).get("/").status_code == 200


def test_admins_are_asked_where_new_programmes_ask(signed_in, people, settings):
    User.objects.filter(pk=people.superuser.pk).update(is_staff=True)
    assert signed_in("superuser").get("/admin/").status_code == 200
    cache.clear()

    settings.SECOND_STEP_ASKED = True

    assert signed_in("superuser").get("/admin/").url.startswith(PAGE)
    assert ProgrammeFactory().asks_second_step


def test_a_passkey_or_an_app_is_enough_and_backup_codes_are_not(signed_in, asks):
    Authenticator.objects.create(user=asks.broker, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert signed_in("broker").get("/").url.startswith(PAGE)

    add_passkey(asks.broker)

    assert signed_in("broker").get("/").status_code == 200
    assert signed_in("broker").get(PAGE).url == "/"


def test_it_can_be_put_off_for_two_weeks_once_each_time_one_signs_in(signed_in, asks):
    client = signed_in("broker")
    assert client.post(f"{PAGE}?next=/checking/").url == "/checking/"
    assert client.get("/").status_code == 200

    with time_machine.travel(timezone.now() + timedelta(days=13)):
        client = signed_in("broker")
        assert client.get("/").url.startswith(PAGE)
        assert client.post(PAGE).url == "/"
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        client = signed_in("broker")
        assert client.get("/").url.startswith(PAGE)
        assert "Do this later" not in client.get(PAGE).content.decode()
        client.post(PAGE)
        assert client.get("/").url.startswith(PAGE)


def test_nobody_is_sent_to_another_site_from_there(signed_in, asks):
    assert signed_in("broker").post(f"{PAGE}?next=https://elsewhere.example.com/").url == "/"


def test_no_page_and_no_verb_goes_round_it(signed_in, asks):
    """What leads to setting it up, signing out and the health check stay open; the rest is closed, POST too."""
    client = signed_in("team")
    site, programme = asks.site.slug, asks.programme.slug
    for path in (
        "/",
        f"/sites/{site}/",
        f"/sites/{site}/members.csv",
        f"/programmes/{programme}/people/",
        "/room/key/",
    ):
        assert client.get(path).url.startswith(PAGE)
        assert client.post(path).url.startswith(PAGE)

    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).url.startswith("/accounts/reauthenticate/")
    assert client.get("/healthz").status_code == 200


def test_the_last_one_cannot_be_removed_while_it_is_asked_for(signed_in, asks):
    only = add_passkey(asks.broker)
    client = signed_in("broker")
    client.post("/accounts/reauthenticate/", {"password": "a long enough word"})

    answer = client.post(reverse("mfa_remove_webauthn", args=[only.pk]))
    assert answer.status_code == 409
    assert "Add another one before you remove this one" in answer.content.decode()
    assert Authenticator.objects.filter(pk=only.pk).exists()

    add_passkey(asks.broker)
    client.post(reverse("mfa_remove_webauthn", args=[only.pk]))

    assert not Authenticator.objects.filter(pk=only.pk).exists()


def test_the_team_turns_it_on(signed_in, people):
    client = signed_in("team")
    address = reverse("sites:programme_edit", args=[people.programme.slug])
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"asks_second_step": "on"}

    client.post(address, typed)

    people.programme.refresh_from_db()
    assert people.programme.asks_second_step


def test_who_has_one_is_asked_about_once_in_a_minute(signed_in, asks):
    add_passkey(asks.facilitator)
    client = signed_in("facilitator")
    first, then = (CaptureQueriesContext(connection) for _ in range(2))
    with first:
        client.get("/confidentiality/")
    with then:
        client.get("/confidentiality/")

    assert [sum("mfa_authenticator" in query["sql"] for query in asked) for asked in (first, then)] == [1, 0]
