"""A prepared query gives each reader the rows that the QuerySet gives: who sees what is the same by the quick way and the plain one."""

import pytest
from django.db.models import Model

from kit.prepared import Prepared
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of
from tests.permissions.table import TABLE
from tests.permissions.world import ROLES

PAGES = {
    "home", "notices:waiting", "commissioning:issue_list", "commissioning:issue_csv", "public_issue_list",
    "library:library", "library:learning_object_detail", "search", "site_list", "programme_detail", "programme_overview",
    "meetings:membership", "case_list", "case_detail", "case_story", "next_steps:programme_what_helps", "needs_assessment",
}  # fmt: skip
BESIDES = ("_state", "_prefetched_objects_cache", "was_read_today")  # asking twice makes it read
pytestmark = [pytest.mark.long, pytest.mark.walk]


def told(row, seen: tuple = ()):
    """Return what a row says, with the rows that were read along with it."""
    if not isinstance(row, Model) or id(row) in seen:
        return row
    own = {name: value for name, value in vars(row).items() if name not in BESIDES}
    related = row._state.fields_cache
    return own | {name: told(each, (*seen, id(row))) for name, each in related.items() if each is not None}


def test_each_reader_gets_the_rows_of_the_plain_query(world, monkeypatch):
    read, different, asked = Prepared.read, [], set()

    def both(self, **values):
        plain = [told(row) for row in self.build(**values)._clone()]
        rows = read(self, **values)
        asked.add(self)
        if [told(row) for row in rows] != plain:
            different.append((self.build.__module__, self.build.__name__))
        return rows

    monkeypatch.setattr(Prepared, "read", both)
    clients = clients_of(world, ROLES)
    for row in (each for each in TABLE if each.name in PAGES):
        for client in clients.values():
            ask(client, "GET", addresses.url_of(row.name, row.arguments, world))

    assert different == []
    assert len(asked) > 30
