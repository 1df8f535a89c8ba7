from django.apps import AppConfig

from cases.clearance.readers_page import shown_by
from cases.commissioning.database_rules import RULES
from kit.database_rules import hold


class CommissioningConfig(AppConfig):
    """The configuration of the commissioning app."""

    name = "cases.commissioning"

    def ready(self):
        """Have the database hold the rules of this app, and say how readers see its texts."""
        hold(RULES, of=self)
        shown_by("commissioning/_as_read.html", kind="commissioner_issue")
        shown_by("commissioning/_line_as_read.html", kind="issue_addition")
