"""The home page of people with a role here, and the public front page for visitors."""

from pages.home.views import home

__all__ = ["home"]
