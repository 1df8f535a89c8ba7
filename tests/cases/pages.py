"""How tests of pages name addresses and read answers."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def url(name, *args) -> str:
    """The address of one of the pages of cases."""
    return reverse(name, args=args)


def words_of(response) -> str:
    return response.content.decode()


def count_queries(client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
