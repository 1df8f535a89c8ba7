"""The fixtures of issues with approved words."""

from tests.pages.issues.conftest import case, share, sign_in

__all__ = ["case", "share", "sign_in"]
