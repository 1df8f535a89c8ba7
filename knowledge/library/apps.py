from django.apps import AppConfig

from cases.clearance.readers_page import shown_by
from kit.database_rules import hold
from knowledge.library.shown_schema import TRIGGERS


class LibraryConfig(AppConfig):
    """The app of write-ups and the library."""

    name = "knowledge.library"

    def ready(self) -> None:
        """Say how readers see its texts, for whoever checks them, and have the database keep what is shown to whom."""
        shown_by("library/_as_read.html", kind="learning_object")
        hold(TRIGGERS, of=self)
