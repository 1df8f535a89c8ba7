from django.apps import AppConfig

from cases.database_rules import RULES
from kit.database_rules import hold


class CasesConfig(AppConfig):
    """The configuration of the cases app."""

    name = "cases"

    def ready(self):
        """Have the database hold the rules of this app."""
        hold(RULES, of=self)
