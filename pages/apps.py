from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The configuration of the pages app."""

    name = "pages"
    label = "pages"
