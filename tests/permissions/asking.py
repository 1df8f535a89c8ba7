"""Ask an address as somebody, and say in one character what came back; whatever it did is undone."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from django.test import Client

SIGNS = {200: "+", 401: "u", 404: ".", 403: "x", 405: "m", 422: "!", 409: "r", 410: "g"}
SIGN_IN = ("/accounts/login", "/admin/login")
NOTHING_FILLED_IN = {"nothing": "at all"}


def clients_of(world, roles) -> dict[str, Client]:
    """One client for each role, signed in."""
    clients = {role: Client() for role in roles}
    for role, client in clients.items():
        if world.users[role] is not None:
            client.force_login(world.user(role))
    return clients


def ask(client: Client, method: str, url: str, look: Callable = lambda: None):
    """The response to `method` at `url`, read to its end; rows and cookies are afterwards as they were before.

    `look` is called in between, and what it finds is `response.found`.
    """
    cache.clear()  # rate limits begin anew
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, NOTHING_FILLED_IN)
        response.whole = b"".join(response) if response.streaming else response.content
        response.found = look()
        transaction.set_rollback(True)
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    return response


def sign_of(response) -> str:
    """`response` as one character of the permission table."""
    if response.status_code == 302:
        return "L" if response.url.startswith(SIGN_IN) else ">"
    return SIGNS.get(response.status_code, str(response.status_code))
