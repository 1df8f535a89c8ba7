from django.apps import AppConfig

from kit.database_rules import hold


class PagesConfig(AppConfig):
    """The configuration of the pages app."""

    name = "pages"
    label = "pages"

    def ready(self):
        """Have the database forget the words of rows that change or go."""
        from kit.search.index import forgettings  # models are there only now
        from pages.search.sources import OWN

        hold([trigger for source in OWN for trigger in forgettings(source)], of=self)
