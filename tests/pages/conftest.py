"""What several tests of pages stand on."""

from tests.cases.conftest import place

__all__ = ["place"]  # one site with everybody who has to do with its cases
