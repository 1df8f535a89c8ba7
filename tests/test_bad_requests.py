"""Requests that make no sense are answered in words, never by a fault."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory

import kit.spreadsheets
import knowledge.uploads
from kit.bounds import MOST_BYTES_SENT
from kit.middleware import ReadableRequestMiddleware
from members.models import Invitation
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(params=["a visitor", "somebody signed in"])
def visitor(request):
    client = Client()
    if request.param == "somebody signed in":
        client.force_login(UserFactory())
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/library/?q=%00",
        "/?q=a%00b",
        "/invitations/a%00b/",
        "/%00",
        "/sites/%00/",
        "/demo/mail/%00/",
        "/accounts/password/reset/key/1-%00/",
    ],
)
def test_a_nul_byte_in_an_address_is_answered_by_the_page_that_says_so(visitor, address):
    answer = visitor.get(address)

    assert answer.status_code == 400
    assert "There is a problem with the request" in answer.content.decode()


@pytest.mark.parametrize("cookie", [r'"\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', r'"abc\000"'])
def test_a_nul_byte_in_a_cookie_never_reaches_the_database(cookie):
    answer = Client(HTTP_COOKIE=f"sessionid={cookie}").get("/accounts/2fa/")

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/%FF%FE/",
        "/library/?q=%FF%FE",
        "/sites/%C3%28/",
        "/invitations/%F0%28%8C%28/",
        "/demo/mail/%FF/",
        "/?%FF=%FF",
        "/library/?q=" + "a" * 8000,
        "/meetings/99999999999999999999999999/",
        "/cases/-1/",
        "/library/?page=%E2%80%AE",
        "/accounts/login/?next=%FF%00",
        "/accounts/login/?next=//elsewhere.example.com",
        "/..%2F..%2Fetc/passwd",
        "/static/..%2F..%2Fmanage.py",
    ],
)
def test_an_address_of_broken_text_is_no_fault(visitor, address):
    assert visitor.get(address).status_code in (200, 302, 400, 404)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"login=%FF%FE&password=%FF", "application/x-www-form-urlencoded"),
        (b"login=%00&password=%00", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"login=a", "application/x-www-form-urlencoded; charset=no-such-one"),
        (b"nothing of the kind", "multipart/form-data; boundary=x"),
        (b"nothing of the kind", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\x00\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"{", "application/json"),
        (b"", "text/plain"),
        (b"&".join(b"field%d=x" % number for number in range(2500)), "application/x-www-form-urlencoded"),
        (b"login=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_broken_form_is_no_fault(body, kind):
    answer = Client().generic("POST", LOGIN, body, content_type=kind)

    assert answer.status_code in (200, 400, 413, 422)


def test_too_many_fields_get_the_page_that_says_so(visitor):
    fields = {f"field{number}": "x" for number in range(2500)}

    answer = visitor.post("/demo/sign-in/", fields)

    assert answer.status_code == 400
    assert "There is a problem with the request" in answer.content.decode()
    assert "This form has more answers than we can save at once." in answer.content.decode()


def test_more_text_than_can_be_saved_gets_the_page_that_says_how_to_keep_it(visitor):
    answer = visitor.post("/newsletter/subscribe/", {"email": "a" * 3_000_000})

    assert answer.status_code == 413
    words = answer.content.decode()
    assert "This is more text than we can save at once." in words
    assert "what you typed should still be there" in words
    assert "characters we cannot save" not in words


def test_a_form_from_elsewhere_gets_the_page_that_says_how_to_go_on():
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "ruth@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "This page has expired" in answer.content.decode()


def test_an_address_of_another_host_is_refused_with_a_page():
    answer = Client(HTTP_HOST="elsewhere.example.com").get("/")

    assert answer.status_code == 400
    assert "There is a problem with the request" in answer.content.decode()


def test_what_postgresql_cannot_keep_is_a_bad_request_too():
    request = RequestFactory().get("/")
    middleware = ReadableRequestMiddleware(lambda request: None)
    try:
        Invitation.objects.filter(name="a\0b").exists()
    except (ValueError, DatabaseError) as error:
        refused = error
    else:
        refused = ValueError("A string literal cannot contain NUL (0x00) characters.")
        assert connection.vendor == "sqlite"

    assert middleware.process_exception(request, refused).status_code == 400
    assert middleware.process_exception(request, ValueError("something else")) is None


class Unread:
    """What is sent, and never ends: whoever reads it fails."""

    def read(self, *args):
        raise AssertionError("It was read")

    readline = read


@pytest.mark.parametrize("address", ["/newsletter/subscribe/", LOGIN, "/evidence/add/", "/nowhere/"])
@pytest.mark.parametrize("length", [MOST_BYTES_SENT + 1, 10**12, 10**30])
def test_more_than_any_form_takes_is_refused_before_it_is_written_to_the_disk(visitor, address, length):
    answer = visitor.post(
        address, content_type="multipart/form-data; boundary=x", **{"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    )  # fmt: skip

    assert answer.status_code == 413
    assert "This file is larger than we can take." in answer.content.decode()


def test_the_largest_file_of_a_form_is_less_than_may_be_sent():
    assert max(knowledge.uploads.MOST_BYTES, kit.spreadsheets.MOST_BYTES) * 2 <= MOST_BYTES_SENT
