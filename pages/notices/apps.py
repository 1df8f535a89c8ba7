from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The configuration of the notices app."""

    name = "pages.notices"
    label = "notices"

    def ready(self) -> None:
        """Have every mail lead to its setting, and none go to somebody who chose to read of it in Copsite only."""
        from kit.mail import SETTINGS
        from pages.notices import mail_settings

        SETTINGS.sentence, SETTINGS.is_wanted = mail_settings.sentence, mail_settings.is_wanted
