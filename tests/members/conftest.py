import pytest

from tests.factories.people import Places
from tests.factories.people import places as make_places


@pytest.fixture
def places(db) -> Places:
    """One programme, two sites, a person in every role."""
    return make_places()


@pytest.fixture
def signed_in(client, places):
    """`signed_in("team")`: the test client as that person."""

    def sign_in(role: str):
        client.force_login(places.user(role))
        return client

    return sign_in
