"""The small world with one of everything, made once for the tests of this folder."""

from tests.permissions.conftest import _world, world  # noqa: F401
