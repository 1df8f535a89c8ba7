"""What a task has read for everybody beforehand shows nobody on a page what they may not read."""

import pytest
from django.core.cache import cache
from django.db import transaction

from pages.tasks import keep_what_waits
from tests.permissions import addresses
from tests.permissions.asking import clients_of
from tests.permissions.table import TABLE
from tests.permissions.test_canaries import may_read

KEPT = {"notices:site", "programme_late", "home"}
pytestmark = [pytest.mark.long, pytest.mark.walk]


def test_no_canary_comes_out_of_what_was_kept(world):
    clients = clients_of(world, ["facilitator", "team"])
    leaks, shown = set(), b""

    for row in (each for each in TABLE if each.name in KEPT):
        for role, client in clients.items():
            with transaction.atomic():
                cache.clear()
                keep_what_waits()
                response = client.get(addresses.url_of(row.name, row.arguments, world))
                transaction.set_rollback(True)
            shown += response.content if row.name == "notices:site" else b""
            leaks |= {
                (row.name, role, word)
                for word in world.planted.canaries_in(response.content)
                if not may_read(world, word, role, row.name)
            }

    assert leaks == set()
    assert b"We have not e-mailed them" in shown  # something was kept
