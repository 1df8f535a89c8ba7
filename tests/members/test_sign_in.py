"""Signing in: by address and password, for as long as asked, against guessing, and by invitation only."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kit.queues import send_due
from kit.tasks import forget_ended_sessions
from members.models import Session
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
LINK = re.compile(r"http://testserver(/accounts/password/reset/key/\S{1,200})")


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


def sign_in(client, login="ruth@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["ruth@example.org", "RUTH@Example.ORG", "  ruth@example.org "])
def test_the_address_may_be_typed_in_any_case(client, ruth, typed):
    answer = sign_in(client, login=typed)

    assert answer.status_code == 302
    assert answer.url == "/"
    assert is_signed_in(client)


def test_after_signing_in_people_go_where_they_were_going(client, ruth):
    answer = sign_in(client, next="/library/")

    assert answer.url == "/library/"


def test_nobody_is_sent_to_another_site(client, ruth):
    answer = sign_in(client, next="https://elsewhere.example.com/")

    assert answer.url == "/"


def test_a_wrong_password_is_said_in_words_and_the_address_stays(client, ruth):
    answer = sign_in(client, password="not this one")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "e-mail address or password is wrong" in page
    assert 'value="ruth@example.org"' in page
    assert not is_signed_in(client)


def test_an_unknown_address_gets_the_same_answer(client, ruth):
    known, unknown = sign_in(client, password="not this one"), sign_in(client, login="nobody@example.org")

    assert unknown.status_code == known.status_code == 422
    assert unknown.context["form"].errors == known.context["form"].errors


def test_a_closed_account_is_told_so(client, ruth):
    ruth.is_active = False
    ruth.save()

    answer = client.post(LOGIN, {"login": ruth.email, "password": PASSWORD}, follow=True)

    assert "This account is closed" in answer.content.decode()
    assert not is_signed_in(client)


def guess(place="127.0.0.1", times=5):
    """Try a wrong password so many times from one place."""
    return [
        sign_in(Client(REMOTE_ADDR=place), password=f"not this one {number}").status_code
        for number in range(times)
    ]


def test_five_wrong_tries_at_an_account_pause_it_there_even_for_the_right_password(client, ruth):
    assert guess() == [422] * 5

    answer = sign_in(client)

    assert answer.status_code == 429
    assert "Wait five minutes" in answer.content.decode()
    assert "reset your password" in answer.content.decode()


def test_a_stranger_who_guesses_does_not_lock_the_owner_out(client, ruth):
    for place in ("192.0.2.7", "192.0.2.8", "2001:db8::7"):
        guess(place)

    assert sign_in(client).status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 429


def test_who_is_paused_gets_in_by_mail(client, ruth, mailoutbox):
    guess()
    assert sign_in(client).status_code == 429

    client.post("/accounts/password/reset/", {"email": ruth.email})
    send_due()
    link = LINK.search(mailoutbox[0].body).group(1)
    page = client.get(link, follow=True)
    new = "three words apart"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert sign_in(client, password=new).status_code == 302


def test_many_tries_from_one_place_get_the_page_that_says_wait(client, ruth):
    for number in range(30):
        sign_in(client, login=f"person{number}@example.org")

    answer = sign_in(client)

    assert answer.status_code == 429
    assert "Wait a few minutes, then try again" in answer.content.decode()
    assert not is_signed_in(client)


def used_every(client, pause, *, times) -> timedelta:
    """Open a page again and again, with a pause before each time. Return how long the session has lasted by then."""
    start = timezone.now()
    for number in range(1, times + 1):
        with time_machine.travel(start + number * pause, tick=False):
            if client.get(reverse("members:my_details")).status_code != 200:
                return (number - 1) * pause
    return times * pause


def test_a_session_ends_with_the_browser_and_after_12_hours(client, ruth):
    sign_in(client)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert used_every(client, timedelta(hours=3), times=10) == timedelta(hours=9)
    left = Session.objects.get(pk=cookie.value).expire_date - Session.objects.get(pk=cookie.value).started_at
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)


def test_who_asks_to_stay_signed_in_stays_14_days(client, ruth):
    sign_in(client, remember="on")

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 60 * 60 * 24 * 14
    assert used_every(client, timedelta(days=3), times=10) == timedelta(days=12)
    left = Session.objects.get(pk=cookie.value).expire_date - Session.objects.get(pk=cookie.value).started_at
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)


def test_a_session_over_its_time_is_over(client, ruth):
    sign_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert client.get(reverse("mfa_index")).url.startswith(LOGIN)


def test_the_rows_of_sessions_that_are_over_are_forgotten(client, ruth):
    over, going_on = Client(), Client()
    sign_in(over)
    sign_in(going_on)
    Session.objects.filter(pk=over.session.session_key).update(
        expire_date=timezone.now() - timedelta(hours=1)
    )

    forget_ended_sessions()

    assert [row.pk for row in Session.objects.all()] == [going_on.session.session_key]


def test_the_session_changes_its_name_at_sign_in(client, ruth):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    client.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(client)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_signing_out_takes_a_click_on_a_button(client, ruth):
    client.force_login(ruth)

    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/accounts/logout/").url == LOGIN
    assert not is_signed_in(client)


def test_who_is_signed_in_is_sent_home_from_the_sign_in_page(client, ruth):
    client.force_login(ruth)

    assert client.get(LOGIN).url == "/"


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "login/code/", "phone/change/", "social/login/error/", ""]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_makes_an_account_or_changes_its_address_by_themselves(client, ruth, path, method):
    stranger = getattr(client, method)(f"/accounts/{path}")
    client.force_login(ruth)
    member = getattr(client, method)(f"/accounts/{path}")

    assert (stranger.status_code, member.status_code) == (404, 404)


@pytest.mark.parametrize("name", ["account_signup", "account_email", "socialaccount_signup"])
def test_no_page_can_link_to_signing_up(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_forms_speak_our_words(client):
    page = client.get(LOGIN).content.decode()

    assert "Keep me signed in on this computer" in page
    assert "I forgot my password" in page
    assert "placeholder" not in page


def test_a_nul_byte_in_the_form_is_an_error_of_the_form(client, ruth):
    answer = sign_in(client, login="ruth\0@example.org")

    assert answer.status_code == 422
