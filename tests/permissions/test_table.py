"""Every address, asked for by every role, by GET and by POST, answers as the table says. An address without a row fails."""

import pytest

from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of, sign_of
from tests.permissions.crawl import crawl
from tests.permissions.table import ADMIN, SIGNING_IN, TABLE
from tests.permissions.world import ROLES

pytestmark = pytest.mark.long
APPS = sorted({row.app for row in TABLE})


def test_every_address_has_a_row():
    rows = {row.name for row in TABLE} | SIGNING_IN.keys() | ADMIN.keys()

    assert addresses.names() - rows == set()
    assert rows - addresses.names() == set()
    assert len({(row.name, row.what) for row in TABLE}) == len(TABLE)


def test_each_role_is_shown_what_the_table_says(world):
    found = {}
    for answer in crawl(world):
        found.setdefault(answer.row, {})[answer.role] = answer.sign

    assert_as_in_the_table(
        "GET", {row: (row.get, " ".join(found[row][role] for role in ROLES)) for row in TABLE}
    )


@pytest.mark.walk
@pytest.mark.parametrize("app", APPS)
def test_each_role_does_what_the_table_says(world, app):
    clients = clients_of(world, ROLES)
    found = {}

    for row in TABLE:
        if row.app == app:
            url = addresses.url_of(row.name, row.arguments, world)
            signs = " ".join(sign_of(ask(clients[role], "POST", url)) for role in ROLES)
            found[row] = (row.post, signs)

    assert_as_in_the_table("POST", found)


def assert_as_in_the_table(method, found):
    differences = [
        f"{method} {row.name} {row.what}\n   table {expected}\n   found {signs}"
        for row, (expected, signs) in found.items()
        if signs != expected
    ]

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
