from django.apps import AppConfig

from cases.clearance.readers_page import shown_by


class LibraryConfig(AppConfig):
    """The app of write-ups and the library."""

    name = "knowledge.library"

    def ready(self) -> None:
        """Say how readers see its texts, for whoever checks them."""
        shown_by("library/_as_read.html", kind="learning_object")
