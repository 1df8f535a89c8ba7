from django.apps import AppConfig

from cases.clearance.readers_page import shown_by
from kit.database_rules import hold


class LibraryConfig(AppConfig):
    """The app of write-ups and the library."""

    name = "knowledge.library"

    def ready(self) -> None:
        """Say how readers see its texts, for whoever checks them, and have the database forget words that are gone."""
        from kit.search.index import forgettings  # models are there only now
        from knowledge.library.search import TEXTS

        shown_by("library/_as_read.html", kind="learning_object")
        hold(forgettings(TEXTS), of=self)
