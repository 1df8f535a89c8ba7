from django.apps import AppConfig

from cases.clearance.readers_page import shown_by


class KnowledgeConfig(AppConfig):
    """The app of evidence and questions."""

    name = "knowledge"

    def ready(self) -> None:
        """Say how readers see its texts, for whoever checks them."""
        shown_by("knowledge/_as_read.html", kind="question")
