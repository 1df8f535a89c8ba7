from django.apps import AppConfig

from cases.clearance.database_rules import RULES
from kit.database_rules import hold


class ClearanceConfig(AppConfig):
    """The configuration of the clearance app."""

    name = "cases.clearance"

    def ready(self):
        """Have the database hold the rules of this app."""
        hold(RULES, of=self)
