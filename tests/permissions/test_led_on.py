"""No address leads anybody to another site, whatever `next` or Referer say; and signing in leads to a page, not to a verb."""

import itertools
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.permissions import addresses
from tests.permissions.asking import clients_of
from tests.permissions.table import SIGNING_IN, TABLE

pytestmark = [pytest.mark.long, pytest.mark.walk]

ELSEWHERE = [
    "https://elsewhere.example.com/",
    "//elsewhere.example.com/",
    "/\\elsewhere.example.com/",
    "https:elsewhere.example.com",
    "javascript:alert(1)",
    "http:///elsewhere.example.com/",
    "http://[",
    "\thttps://elsewhere.example.com/",
    "http://testserver@elsewhere.example.com/",
    "elsewhere.example.com",
]


def urls_of(world) -> list[str]:
    """Every address of ours, with arguments of the world."""
    ours = [addresses.url_of(row.name, row.arguments, world) for row in TABLE]
    return sorted({*ours, *map(addresses.of_signing_in, SIGNING_IN)})


def is_within(location: str) -> bool:
    """Whether a browser that is told to go there stays on this site."""
    found = urlsplit(urljoin("http://testserver/a/page/", location.strip().replace("\\", "/")))
    return (found.scheme, found.netloc) == ("http", "testserver")


def led_on(client: Client, url: str, elsewhere: str):
    """Where each of two requests with a bad `next` led; what they did is undone."""
    cookies = client.cookies.copy()
    for method in ("get", "post"):
        cache.clear()
        with transaction.atomic():
            headers = {"referer": "https://elsewhere.example.com/"}
            sent = {"QUERY_STRING": f"next={elsewhere}"} if method == "get" else {}
            data = {"next": elsewhere, "then": elsewhere, "back": elsewhere} if method == "post" else None
            answer = getattr(client, method)(url, data, headers=headers, **sent)
            b"".join(answer)  # read to its end, a download too
            transaction.set_rollback(True)
        client.cookies = cookies.copy()
        if location := answer.get("Location"):
            yield location


@pytest.mark.parametrize("role", ["anonymous", "facilitator"])
def test_no_address_leads_to_another_site(world, role):
    client = clients_of(world, [role])[role]
    values = itertools.cycle(ELSEWHERE)
    found = {}
    for url in urls_of(world):
        for location in led_on(client, url, next(values)):
            if not is_within(location):
                found[url] = location

    assert found == {}


GO_ON = ["account_login", "account_logout", "account_reauthenticate", "members:second_step"]


@pytest.mark.parametrize("role", ["anonymous", "facilitator"])
def test_what_takes_an_address_takes_none_of_another_site(world, role):
    """Each of the bad addresses at each page that goes on somewhere."""
    client = clients_of(world, [role])[role]
    led = [
        location
        for name, elsewhere in itertools.product(GO_ON, ELSEWHERE)
        for location in led_on(client, reverse(name), elsewhere)
    ]

    assert [location for location in led if not is_within(location)] == []


@pytest.mark.parametrize(
    "location", ["https://elsewhere.example.com/", "//elsewhere", "/\\elsewhere", "javascript:alert(1)"]
)
def test_another_site_would_be_found(location):
    assert not is_within(location)


def test_whoever_was_signed_out_comes_back_to_a_page(world):
    """After a button was pressed too late, signing in leads to the page that it was on: a verb has none of its own."""
    client = Client()
    wrong = []
    for url in urls_of(world):
        answer = client.post(url, headers={"referer": "http://testserver/library/?page=2"})
        if answer.status_code != 302 or not answer.url.startswith("/accounts/login/?"):
            continue
        (then,) = parse_qs(urlsplit(answer.url).query)["next"]
        if then != "/library/?page=2" and client.get(then).status_code == 405:
            wrong.append((url, then))

    assert wrong == []
