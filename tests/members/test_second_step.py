"""The second step: codes from an app, backup codes, and passkeys."""

import re
import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from kit.queues import send_due
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
PERIOD = 30


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


@pytest.fixture
def her(ruth):
    """Ruth's own browser, in which she has just given her password."""
    client = Client()
    client.post(LOGIN, {"login": ruth.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    """What an app shows now for `secret`."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


@pytest.fixture
def secret(her):
    """Codes from an app are turned on; this is what the app keeps."""
    page = her.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = her.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def test_the_secrets_of_the_second_step_are_stored_encrypted(secret, paper):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert "gAAAA" in stored
    assert secret not in stored
    assert not any(code in stored for code in paper)


@pytest.fixture
def paper(her, secret):
    """The backup codes."""
    page = her.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r'<span class="ref">([^<]+)</span>', page)


def first_step(password=PASSWORD) -> Client:
    client = Client()
    client.post(LOGIN, {"login": "ruth@example.org", "password": password})
    return client


def is_signed_in(client) -> bool:
    return client.get(reverse("mfa_index")).status_code == 200


def test_the_second_step_asks_for_the_password_once_more(ruth):
    client = Client()
    client.force_login(ruth)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_setting_up_an_app_needs_a_code_from_it(her, ruth):
    page = her.get(reverse("mfa_activate_totp")).content.decode()

    answer = her.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "data:image/svg+xml" in page
    assert answer.status_code == 422
    assert "This code is wrong" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_the_password_alone_no_longer_signs_in(ruth, secret):
    client = first_step()

    assert not is_signed_in(client)
    assert "Confirm it is you" in client.get(reverse("mfa_authenticate")).content.decode()


def test_a_code_from_the_app_signs_in(ruth, secret):
    client = first_step()
    Authenticator.objects.filter(type="totp").update(last_used_at=None)

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert is_signed_in(client)


def test_who_asked_to_stay_signed_in_stays_after_the_second_step(ruth, secret):
    client = Client()
    client.post(LOGIN, {"login": ruth.email, "password": PASSWORD, "remember": "on"})

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert is_signed_in(client)
    assert client.session.get_expiry_age() > 60 * 60 * 24 * 13


def test_a_wrong_code_is_said_in_words(ruth, secret):
    client = first_step()

    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert answer.status_code == 422
    assert "This code is wrong" in answer.content.decode()
    assert not is_signed_in(client)


def test_codes_cannot_be_tried_one_after_another(ruth, secret):
    client = first_step()
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"00000{n}"}).status_code for n in range(6)]

    assert answers == [422] * 5 + [429]
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_signed_in(client)


def test_a_code_on_paper_signs_in_once(ruth, paper):
    assert len(paper) == 10
    first, second = first_step(), first_step()

    first.post(reverse("mfa_authenticate"), {"code": paper[0]})
    answer = second.post(reverse("mfa_authenticate"), {"code": paper[0]})

    assert is_signed_in(first)
    assert answer.status_code == 422
    assert not is_signed_in(second)


def test_codes_on_paper_can_be_taken_along_as_a_file(her, paper):
    answer = her.get(reverse("mfa_download_recovery_codes"))

    assert answer.content.decode().split() == paper
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_new_codes_on_paper_end_the_old_ones(her, paper):
    page = her.post(reverse("mfa_generate_recovery_codes"), follow=True).content.decode()

    assert set(re.findall(r'<span class="ref">([^<]+)</span>', page)).isdisjoint(paper)


def test_turning_the_app_off_lets_the_password_sign_in_again(her, ruth, secret, mailoutbox):
    her.post(reverse("mfa_deactivate_totp"))
    send_due()

    assert is_signed_in(first_step())
    assert mailoutbox[-1].subject == "Codes from an app are turned off"


def test_a_forgotten_password_does_not_go_round_the_second_step(ruth, secret, mailoutbox):
    client = Client()
    client.post("/accounts/password/reset/", {"email": ruth.email})
    send_due()
    link = re.search(r"http://testserver(\S+)", mailoutbox[-1].body).group(1)
    page = client.get(link, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "three words apart", "password2": "three words apart"}
    )

    assert not is_signed_in(client)
    assert not is_signed_in(first_step("three words apart"))


def test_nobody_renames_or_removes_the_passkey_of_another(her, ruth):
    other = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "Hers"})

    answers = [
        her.get(reverse(name, args=[other.pk])).status_code
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    ]

    assert answers == [404, 404]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{}",
        "no json",
        '{"id": "x"}',
        "null",
        "[]",
        '{"id": "\\u0000"}',
        "[" * 40_000,
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "userHandle": "Mg"}}',
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", '
        '"authenticatorData": "AA", "signature": "AA", "attestationObject": "AA", "userHandle": "Mg"}}',
    ],
)
def test_a_broken_passkey_is_refused_in_words(her, ruth, sent):
    signing_in = Client().post(reverse("mfa_login_webauthn"), {"credential": sent}, follow=True)
    adding = her.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": sent})

    assert signing_in.status_code == 200
    assert adding.status_code == 422


def test_a_new_key_can_take_over_the_secrets(ruth, secret, paper, settings):
    """The key is changed while the old one is listed, the secrets are encrypted again, then the old one goes."""
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key of this installation", [old]
    call_command("encrypt_again", stdout=StringIO())
    settings.SECRET_KEY_FALLBACKS = []

    for code in (code_of(secret), paper[0]):
        client = first_step()
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(client)


def test_a_session_outlives_a_new_key_while_the_old_one_is_listed(ruth, settings):
    client = first_step()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
        "a new key of this installation",
        [settings.SECRET_KEY],
    )

    assert is_signed_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    assert is_signed_in(client)
