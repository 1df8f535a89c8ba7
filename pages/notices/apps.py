from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The configuration of the notices app."""

    name = "pages.notices"
    label = "notices"

    def ready(self) -> None:
        """Have every mail lead to its setting, and none go to somebody who chose to read of it in Copsite only."""
        import_module("pages.notices.mail_settings").use()
