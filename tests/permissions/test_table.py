"""Every address, asked for by every role, by GET and by POST, answers as the table says. An address without a row fails."""

import pytest

from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of, sign_of
from tests.permissions.table import ADMIN, SIGNING_IN, TABLE
from tests.permissions.world import ROLES

APPS = sorted({name.rpartition(":")[0] for name, *_ in TABLE})


def test_every_address_has_a_row():
    rows = {name for name, *_ in TABLE} | SIGNING_IN.keys() | ADMIN.keys()

    assert addresses.names() - rows == set()
    assert rows - addresses.names() == set()
    assert [row[:2] for row in TABLE] == [address[:2] for address in addresses.ADDRESSES]


@pytest.mark.parametrize("app", APPS)
def test_each_role_gets_what_the_table_says(world, app):
    arguments = {(name, what): found for name, what, found in addresses.ADDRESSES}
    clients = clients_of(world, ROLES)
    differences = []

    for name, what, *expected in TABLE:
        if name.rpartition(":")[0] != app:
            continue
        url = addresses.url_of(name, arguments[name, what], world)
        for method, signs in zip(("GET", "POST"), expected, strict=True):
            found = " ".join(sign_of(ask(clients[role], method, url)) for role in ROLES)
            if found != signs:
                differences.append(f"{method} {name} {what}\n   table {signs}\n   found {found}")

    assert differences == [], "\n" + "\n".join(differences)


def test_signing_in_is_the_same_for_everybody_with_an_account(world):
    clients = clients_of(world, ROLES)
    differences = []

    for name, signs in SIGNING_IN.items():
        url = addresses.of_signing_in(name)
        found = []
        for method in ("GET", "POST"):
            found.append(sign_of(ask(clients["anonymous"], method, url)))
            others = {sign_of(ask(clients[role], method, url)) for role in ROLES[1:]}
            found.append("".join(sorted(others)))
        if " ".join(found) != signs:
            differences.append(f'    "{name}": "{" ".join(found)}",')

    assert differences == [], "\n" + "\n".join(differences)


def test_the_admin_is_for_superusers(world):
    clients = clients_of(world, ROLES)
    differences = []

    for name, signs in ADMIN.items():
        url = addresses.of_the_admin(name)
        found = " ".join(sign_of(ask(clients["superuser"], method, url)) for method in ("GET", "POST"))
        others = {
            sign_of(ask(clients[role], method, url))
            for role in ROLES
            if role != "superuser"
            for method in ("GET", "POST")
        }
        if found != signs or not others <= {"L", ">", "x"}:
            differences.append(f'    "{name}": "{found}",  # others: {sorted(others)}')

    assert differences == [], "\n" + "\n".join(differences)
