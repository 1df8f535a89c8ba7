from django.apps import AppConfig, apps

from kit.database_rules import hold


class PagesConfig(AppConfig):
    """The configuration of the pages app."""

    name = "pages"
    label = "pages"

    def ready(self):
        """Have the database forget the words of rows that change or go, and note what changes for visitors."""
        from pages.triggers import TRIGGERS  # models are there only now

        # of kit, which has the index and the notes: an app without models is not told of migrations
        hold(TRIGGERS, of=apps.get_app_config("kit"))
