"""The headers that keep pages private and code out, on every response that there is."""

import re

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, path, resolve

from copsite.urls import urlpatterns
from demonstration.views import LETTER_POLICY
from kit.visitors import SHARED
from members.models import User
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"
    ),
}
KINDS = {"int": "1", "slug": "a-slug", "str": "word", "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}


def addresses() -> list[str]:
    """One address for each pattern that there is, with something in each place of an argument."""

    def walk(patterns, before=""):
        for entry in patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield route
            else:
                yield from walk(entry.url_patterns, route)

    def filled(route):
        route = re.sub(r"<(\w+):\w+>", lambda found: KINDS.get(found.group(1), "word"), route)
        return re.sub(r"<\w+>", "1", simplify_regex(route))

    return sorted({filled(route) for route in walk(get_resolver().url_patterns)})


def has_secret(where) -> bool:
    """Whether the address of "get /an/address/" has a token or a key in it."""
    try:
        return bool({"token", "key"} & resolve(where.rpartition(" ")[2]).kwargs.keys())
    except Resolver404:
        return False


def assert_headers(response, where, *, is_signed_in=False):
    referrer = {"Referrer-Policy": "strict-origin"} if has_secret(where) else {}  # never the path
    assert {name: response.get(name) for name in HEADERS} == HEADERS | referrer, where
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY, where
    if response["Cache-Control"] == SHARED:
        assert (is_signed_in, response.status_code, len(response.cookies)) == (False, 200, 0), where
    elif not where.startswith("/static/"):
        assert "no-store" in response["Cache-Control"], where
        assert "private" in response["Cache-Control"] or "no-cache" in response["Cache-Control"], where


def explode(request):
    raise RuntimeError("on purpose")


class AddressesThatFail:
    """Our addresses, and one whose view fails."""

    handler400 = "kit.http.bad_request"
    urlpatterns = [*urlpatterns, path("fails/", explode)]


def test_every_pattern_is_asked():
    asked = addresses()

    assert len(asked) > 60
    assert {"/accounts/login/", "/admin/", "/healthz", "/demo/mail/"} <= set(asked)


@pytest.mark.parametrize("who", ["a visitor", "somebody signed in", "a superuser"])
def test_every_response_of_every_page_has_the_headers(who):
    client = Client(raise_request_exception=False)
    if who == "somebody signed in":
        client.force_login(UserFactory())
    if who == "a superuser":
        client.force_login(User.objects.create_superuser("root@example.org", name="Root"))

    for address in addresses():
        if address == "/accounts/logout/":
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert_headers(response, f"{method} {address}", is_signed_in=who != "a visitor")


def test_refusals_and_faults_have_the_headers(settings):
    settings.ROOT_URLCONF = AddressesThatFail
    client = Client(raise_request_exception=False)
    guarded = Client(enforce_csrf_checks=True)
    signed_in = Client()
    signed_in.force_login(UserFactory())

    responses = {
        404: client.get("/no-such-page/"),
        403: guarded.post("/accounts/login/"),
        400: client.get("/library/?q=%00"),
        405: signed_in.put("/demo/sign-in/"),
        500: client.get("/fails/"),
    }

    for status, response in responses.items():
        assert response.status_code == status
        assert_headers(response, f"the {status} page")


@pytest.mark.parametrize(
    "name", ["app.css", "app.js", "icons.svg", "mfa/js/webauthn.js", "admin/css/base.css"]
)
def test_static_files_have_the_headers_too(client, name):
    response = client.get(f"/static/{name}")

    assert b"".join(response.streaming_content)
    assert_headers(response, f"/static/{name}")
    assert "Access-Control-Allow-Origin" not in response
    response.close()


def test_the_html_part_of_a_letter_has_a_policy_of_its_own():
    policy = set(LETTER_POLICY.split("; "))

    assert "default-src 'none'" in policy
    assert not any(part.startswith("script-src") or "allow-scripts" in part for part in policy)
    assert any(part.startswith("sandbox") and "allow-same-origin" not in part for part in policy)


def test_cookies_are_out_of_reach_of_scripts(client):
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": UserFactory().email, "password": PASSWORD})

    assert {name: bool(cookie["httponly"]) for name, cookie in client.cookies.items()} == {
        "sessionid": True,
        "csrftoken": True,
    }
    assert {cookie["samesite"] for cookie in client.cookies.values()} == {"Lax"}


def test_nothing_of_another_site_is_loaded_by_any_page_of_signing_in(client):
    for address in ("/accounts/login/", "/accounts/password/reset/", "/confidentiality/", "/no-such-page/"):
        page = client.get(address).content.decode()
        loaded = re.findall(
            r"""<(?:script|link|img|iframe|source|use)\b[^>]*?(?:src|href)=["']([^"']+)""", page
        )

        assert loaded
        assert [one for one in loaded if not one.startswith(("/static/", "data:"))] == []
