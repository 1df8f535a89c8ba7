from django.apps import AppConfig

from cases.clearance.readers_page import shown_by
from kit.database_rules import hold


class KnowledgeConfig(AppConfig):
    """The app of evidence and questions."""

    name = "knowledge"

    def ready(self) -> None:
        """Say how readers see its texts, for whoever checks them, and have the database forget words that are gone."""
        from kit.search.index import forgettings  # models are there only now
        from knowledge.searched import EVIDENCE

        shown_by("knowledge/_as_read.html", kind="question")
        hold(forgettings(EVIDENCE), of=self)
