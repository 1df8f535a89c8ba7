"""The first page: role home for people with a place here, and the public front page for visitors."""

from pages.home.views import home

__all__ = ["home"]
