from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The configuration of the notices app."""

    name = "pages.notices"
    label = "notices"
