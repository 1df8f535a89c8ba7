"""The demonstration, loaded once for the tests of a module and taken away afterwards."""

import pytest
from django.db import transaction

from demonstration.loading import SLUGS, load


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Both programmes, through the same actions that people's clicks call."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield {slug: load(slug) for slug in SLUGS}
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
