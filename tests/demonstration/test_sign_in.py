"""Stepping in as one of the people of the demonstration; and never where it is no demonstration."""

import csv
import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

import demonstration
from demonstration.people import SIGN_INS
from members.models import User
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

DATA = Path(demonstration.__file__).parent / "data"
SIGN_IN = "/demo/sign-in/"


@pytest.fixture
def ruth():
    return UserFactory(email="ruth.adeyemi@example.org", name="Ruth Adeyemi")


def signed_in(client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_there_is_one_person_for_each_place_in_the_line():
    assert [person["role"] for person in SIGN_INS] == [
        "Facilitator",
        "Member",
        "Presenter",
        "Second presenter",
        "Checker at the site",
        "Member of another site",
        "Knowledge broker",
        "Commissioner",
        "Programme team",
        "Adviser",
    ]


def test_all_of_them_are_people_of_the_demonstration():
    members = {
        row["email"]: row
        for row in csv.DictReader((DATA / "common-ground-people.csv").read_text().splitlines())
    }
    others = {
        person["email"]: person
        for person in tomllib.loads((DATA / "common-ground.toml").read_text())["people"]
    }

    for person in SIGN_INS:
        found = members.get(person["email"]) or others[person["email"]]
        assert found["name"] == person["name"]
    assert members["ruth.adeyemi@example.org"]["mark"] == "F"


def test_one_click_signs_in(client, ruth):
    answer = client.post(SIGN_IN, {"email": ruth.email})

    assert answer.url == "/"
    assert signed_in(client) == ruth


def test_another_click_makes_one_somebody_else(client, ruth):
    tom = UserFactory(email="tom.hallett@example.org", name="Tom Hallett")
    client.post(SIGN_IN, {"email": ruth.email})

    client.post(SIGN_IN, {"email": tom.email})

    assert signed_in(client) == tom


def test_one_goes_on_to_where_one_was_going_but_never_elsewhere(client, ruth):
    inside = client.post(SIGN_IN, {"email": ruth.email, "next": "/library/"})
    outside = client.post(SIGN_IN, {"email": ruth.email, "next": "https://elsewhere.example.com/"})

    assert (inside.url, outside.url) == ("/library/", "/")


@pytest.mark.parametrize(
    "email", ["", "root@example.org", "nobody@example.org", "ruth.adeyemi@example.org\0"]
)
def test_nobody_else_is_on_offer(client, email):
    User.objects.create_superuser("root@example.org", name="Root")

    answer = client.post(SIGN_IN, {"email": email})

    assert answer.status_code == 404
    assert signed_in(client) is None


def test_before_anything_is_loaded_it_says_what_to_do(client):
    answer = client.post(SIGN_IN, {"email": "ruth.adeyemi@example.org"})

    assert answer.status_code == 409
    assert "manage.py demo" in answer.content.decode()


def test_looking_signs_nobody_in(client, ruth):
    assert client.get(SIGN_IN).status_code == 405


def test_the_sign_in_page_offers_each_of_them(client):
    page = client.get("/accounts/login/?next=/library/").content.decode()

    assert "This is a demonstration" in page
    for person in SIGN_INS:
        assert f'value="{person["email"]}"' in page
    assert page.count('name="next" value="/library/"') == 3  # one for each form of the page


def test_where_it_is_no_demonstration_none_of_it_is_there(client, ruth, settings):
    settings.DEMONSTRATION = False

    assert "demonstration" not in client.get("/accounts/login/").content.decode()
    assert client.post(SIGN_IN, {"email": ruth.email}).status_code == 404
    for name in ("mail_list", "mail_detail", "mail_html"):
        args = [] if name == "mail_list" else ["a-letter"]
        assert client.get(reverse(f"demonstration:{name}", args=args)).status_code == 404
    assert signed_in(client) is None


def test_in_the_menu_one_becomes_anybody_else_in_one_click(client, ruth):
    UserFactory(email="tom.hallett@example.org", name="Tom Hallett")
    client.post(SIGN_IN, {"email": ruth.email})

    menu = client.get("/").content.decode().split('<details class="account">')[1].split("</details>")[0]

    others = [person["email"] for person in SIGN_INS if person["email"] != ruth.email]
    assert re.findall(r'name="email" value="([^"]+)"', menu) == others
