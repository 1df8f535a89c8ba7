from tests.members.conftest import places, signed_in  # noqa: F401 - fixtures
