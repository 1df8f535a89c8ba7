from django.apps import AppConfig, apps

from kit.database_rules import hold


class PagesConfig(AppConfig):
    """The configuration of the pages app."""

    name = "pages"
    label = "pages"

    def ready(self):
        """Have the database forget the words of rows that change or go."""
        from kit.search.index import forgettings  # models are there only now
        from pages.search.sources import SOURCES  # models are there only now

        triggers = [trigger for source in SOURCES for trigger in forgettings(source)]
        hold(
            triggers, of=apps.get_app_config("kit")
        )  # which has the index; an app without models is not told of migrations
