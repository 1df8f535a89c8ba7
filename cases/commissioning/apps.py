from django.apps import AppConfig

from cases.commissioning.database_rules import RULES
from kit.database_rules import hold


class CommissioningConfig(AppConfig):
    """The configuration of the commissioning app."""

    name = "cases.commissioning"

    def ready(self):
        """Have the database hold the rules of this app."""
        hold(RULES, of=self)
